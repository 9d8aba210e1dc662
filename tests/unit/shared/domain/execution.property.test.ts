import { describe, expect, it } from '@jest/globals';
import { announcements } from '#shared/domain/announcement.ts';
import { deriveExecution } from '#shared/domain/execution.ts';
import { encodeObservation, toObservation } from '#shared/domain/observation.ts';
import { readEvent } from '#shared/sources/index.ts';
import { addObservations } from '#shared/store/executions.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import type { RawEvent } from '#tests/support/build-event.ts';
import { histories, shufflings } from '#tests/support/history.ts';
import { fc } from '#tests/support/property.ts';

const IDENTITY = { account: '1', region: 'eu-west-1', pipeline: 'p', executionId: 'e' };

describe('deriveExecution', () => {
  it('derives the same execution and announcements from any order and repetition of a history', async () => {
    const property = fc.asyncProperty(shuffledHistories(), async ([history, shuffled]) => {
      const inOrder = await recordOf(history);
      const anyhow = await recordOf(shuffled);

      expect(anyhow).toEqual(inOrder);
      expect(announcements(anyhow)).toEqual(announcements(inOrder));
    });

    await fc.assert(property, { numRuns: 150 });
  });

  it('only ever adds announcements while events arrive, in whatever order', () => {
    const property = fc.property(shuffledHistories(), ([, shuffled]) => {
      let before: readonly string[] = [];
      for (let count = 1; count <= shuffled.length; count += 1) {
        const keys = announcements(derive(shuffled.slice(0, count))).map(({ key }) => key);
        expect(keys).toEqual(expect.arrayContaining([...before]));
        before = keys;
      }
    });

    fc.assert(property, { numRuns: 60 });
  });

  it('derives the same while events of a history are missing, in whatever order the others come', () => {
    const property = fc.property(
      histories()
        .chain((history) => fc.subarray([...history], { minLength: 1 }))
        .chain((left) => fc.tuple(fc.constant(left), shufflings(left))),
      ([left, shuffled]) => {
        expect(derive(shuffled)).toEqual(derive(left));
      },
    );

    fc.assert(property, { numRuns: 100 });
  });

  it('ends every whole history with the state that its last event of the pipeline says', () => {
    const property = fc.property(shuffledHistories(), ([history, shuffled]) => {
      const last = history.findLast((event) => event['detail-type'].includes('Pipeline Execution'));

      expect(derive(shuffled).state).toBe(last?.detail['state']);
    });

    fc.assert(property, { numRuns: 100 });
  });
});

function shuffledHistories() {
  return histories().chain((history) => fc.tuple(fc.constant(history), shufflings(history)));
}

function observationOf(raw: RawEvent) {
  const read = readEvent(raw, { receivedAt: 0 });
  if (!('event' in read)) throw new Error(`no event: ${JSON.stringify(read)}`);
  return toObservation(read.event);
}

/** Through the store, in batches of three, as ingest writes them. */
async function recordOf(events: readonly RawEvent[]) {
  const table = createMemoryTable();
  let observations = await addObservations(table, 'execution/1/eu-west-1/p/e', {
    observations: events.slice(0, 3).map(observationOf),
    now: 0,
  });
  for (let start = 3; start < events.length; start += 3) {
    const batch = events.slice(start, start + 3).map(observationOf);
    observations = await addObservations(table, 'execution/1/eu-west-1/p/e', {
      observations: batch,
      now: start,
    });
  }
  return deriveExecution(IDENTITY, observations);
}

function derive(events: readonly RawEvent[]) {
  const elements = new Map(
    events.map(observationOf).map((observation) => [encodeObservation(observation), observation]),
  );
  return deriveExecution(IDENTITY, [...elements.values()]);
}
