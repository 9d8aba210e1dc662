import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { announcements } from '#shared/domain/announcement.ts';
import { deriveExecution } from '#shared/domain/execution.ts';
import { toObservation } from '#shared/domain/observation.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { readEvent } from '#shared/sources/index.ts';
import { createDynamoDbTable } from '#shared/store/dynamodb-table.ts';
import { addObservations, observationsIn } from '#shared/store/executions.ts';
import type { Table } from '#shared/store/table.ts';
import type { RawEvent } from '#tests/support/build-event.ts';
import { histories, shufflings } from '#tests/support/history.ts';
import { fc } from '#tests/support/property.ts';
import { startTestTable, type TestTable } from './support/test-table.ts';

const WRITERS = 8;

let testTable: TestTable;
let table: Table;

beforeAll(async () => {
  testTable = await startTestTable();
  table = createDynamoDbTable(testTable.client, testTable.name);
});

afterAll(async () => {
  await testTable?.stop();
});

describe('records in the table', () => {
  it('are the same for concurrent writers of a history in any order, some events twice', async () => {
    let run = 0;
    const property = fc.asyncProperty(
      histories().chain((history) => fc.tuple(fc.constant(history), shufflings(history))),
      async ([history, shuffled]) => {
        run += 1;
        const [alone, together] = [`${run}-alone`, `${run}-together`];
        for (const event of history) await write(event, alone);
        await concurrently(shuffled, (event) => write(event, together));

        const [inOrder, anyhow] = [await derive(alone), await derive(together)];

        expect(anyhow).toEqual(inOrder);
        expect(announcements(anyhow)).toEqual(announcements(inOrder));
      },
    );

    await fc.assert(property, { numRuns: 15 });
  });
});

async function write(raw: RawEvent, executionId: string): Promise<void> {
  const read = readEvent(raw, { receivedAt: 0 });
  if (!('event' in read)) throw new Error('the history holds something that is no event');
  await addObservations(table, keyOf(executionId), { observations: [toObservation(read.event)], now: 1 });
}

async function concurrently<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: WRITERS }, worker));
}

async function derive(executionId: string) {
  const key = keyOf(executionId);
  const item = (await table.get([key])).get(key);
  return deriveExecution(
    { account: '1', region: 'r', pipeline: 'p', executionId: 'e' },
    observationsIn(item),
  );
}

function keyOf(executionId: string): string {
  return toRecordKey({ account: '1', region: 'r', pipeline: 'p', executionId });
}
