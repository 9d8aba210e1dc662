import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDynamoDb } from '#local/aws/dynamodb.ts';
import { KEPT_RUNS, toRun } from '#shared/domain/history.ts';
import { toPipelineKey } from '#shared/domain/pipeline-event.ts';
import { createDynamoDbTable } from '#shared/store/dynamodb-table.ts';
import { recallHistory } from '#shared/store/history.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import type { Table } from '#shared/store/table.ts';
import { ACCOUNT, REGION } from '#tests/support/build-event.ts';
import { buildExecution, seen } from '#tests/support/build-record.ts';
import { fc } from '#tests/support/property.ts';

const TABLE = 'records';

let server: Server;
let client: DynamoDBClient;

beforeAll(async () => {
  server = createServer(createDynamoDb());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});

afterAll(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const implementations: readonly { readonly name: string; readonly create: () => Table }[] = [
  { name: 'memory', create: createMemoryTable },
  { name: 'DynamoDB', create: () => createDynamoDbTable(client, TABLE) },
];

let keys = 0;
/** A key that no other test has. */
function newKey(): string {
  keys += 1;
  return `execution/1/eu-west-1/web-shop/${keys}`;
}

describe.each(implementations)('a table in $name', ({ create }) => {
  const setOf = async (table: Table, pk: string, name = 'a') =>
    (await table.get([pk])).get(pk)?.sets.get(name)?.toSorted();

  it('adds to a new item, and gives the whole item', async () => {
    const item = await create().add(newKey(), {
      sets: { a: ['x', 'y', 'x'] },
      strings: { schema: '1' },
      numbers: { touched: 5 },
    });

    expect(item.sets.get('a')?.toSorted()).toEqual(['x', 'y']);
    expect([...item.strings].filter(([name]) => name !== 'pk')).toEqual([['schema', '1']]);
  });

  it('keeps what is there when it adds, and removes what it is told to', async () => {
    const [table, pk] = [create(), newKey()];
    await table.add(pk, { sets: { a: ['x'], b: ['z'] }, strings: { open: 'execution', schema: '1' } });

    const item = await table.add(pk, { sets: { a: ['y'] }, strings: { schema: '2' }, remove: ['open'] });

    expect(item.sets.get('a')?.toSorted()).toEqual(['x', 'y']);
    expect(item.sets.get('b')).toEqual(['z']);
    expect(item.strings.get('schema')).toBe('2');
    expect(item.strings.has('open')).toBe(false);
    expect((await table.get([pk])).get(pk)).toEqual(item);
  });

  it('gives what is there, and leaves out what is not', async () => {
    const [table, pk, other] = [create(), newKey(), newKey()];
    await table.add(pk, { strings: { schema: '1' } });

    const items = await table.get([pk, other, pk]);

    expect([...items.keys()]).toEqual([pk]);
  });

  it('loses no addition of writers that write at the same time', async () => {
    const [table, pk] = [create(), newKey()];
    const elements = Array.from({ length: 40 }, (_, index) => `element ${index % 25}`);

    await Promise.all(elements.map((element) => table.add(pk, { sets: { a: [element] } })));

    expect(await setOf(table, pk)).toEqual([...new Set(elements)].toSorted());
  });

  it('holds the same whatever the order and repetition of additions', async () => {
    const table = create();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('u', 'v', 'w', '["k",5]'), { minLength: 1, maxLength: 6 }),
        async (elements) => {
          const [forward, backward] = [newKey(), newKey()];
          for (const element of elements) await table.add(forward, { sets: { a: [element] } });
          for (const element of [...elements, ...elements].reverse())
            await table.add(backward, { sets: { a: [element] } });

          expect(await setOf(table, backward)).toEqual(await setOf(table, forward));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('replaces an attribute only when it is as expected', async () => {
    const [table, pk] = [create(), newKey()];
    const key = 'key failed 1';

    expect(await table.replace(pk, key, { expected: 'old', value: 'new' })).toBe(false);
    expect(
      await table.replace(pk, key, { expected: undefined, value: 'first', numbers: { expires: 9 } }),
    ).toBe(true);
    expect(await table.replace(pk, key, { expected: undefined, value: 'second' })).toBe(false);
    expect(await table.replace(pk, key, { expected: 'other', value: 'second' })).toBe(false);
    expect(await table.replace(pk, key, { expected: 'first', value: 'second' })).toBe(true);
    expect((await table.get([pk])).get(pk)?.strings.get(key)).toBe('second');
    expect(await table.replace(pk, key, { expected: 'second', value: undefined })).toBe(true);
    expect((await table.get([pk])).get(pk)?.strings.has(key)).toBe(false);
    expect(await table.replace(pk, key, { expected: undefined, value: 'again' })).toBe(true);
  });

  it('leaves other attributes alone when it replaces one', async () => {
    const [table, pk] = [create(), newKey()];
    await table.add(pk, { sets: { a: ['x'] }, strings: { schema: '1' } });

    await table.replace(pk, 'k', { expected: undefined, value: 'v' });

    const item = (await table.get([pk])).get(pk);
    expect([item?.sets.get('a'), item?.strings.get('schema'), item?.strings.get('k')]).toEqual([
      ['x'],
      '1',
      'v',
    ]);
  });

  it('lets one of many win who replace the same at the same time', async () => {
    const [table, pk] = [create(), newKey()];

    const won = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        table.replace(pk, 'claim', { expected: undefined, value: `${index}` }),
      ),
    );

    expect(won.filter(Boolean)).toHaveLength(1);
    expect((await table.get([pk])).get(pk)?.strings.get('claim')).toBe(String(won.indexOf(true)));
  });

  it.each(['with spaces', 'a.b', '#x', ':y', 'attribute', 'size', 'üñï', 'constructor'])(
    'takes %s as the name of an attribute',
    async (name) => {
      const [table, pk] = [create(), newKey()];
      const strings = Object.fromEntries([[name, 'v']]);

      await table.add(pk, { strings });

      expect(await table.replace(pk, name, { expected: 'v', value: 'w' })).toBe(true);
      expect((await table.get([pk])).get(pk)?.strings.get(name)).toBe('w');
    },
  );

  it('gives back how executions ended, whatever their stages are called', async () => {
    const [table, pipeline] = [create(), `pipeline-${newKey()}`];
    const stages = ['Build & test', 'a.b', '#x', '日本語', 'constructor', '"'];
    const ended = stages.map((stage, index) => {
      const failed = { ...seen(`FAILED@${index * 60 + 9}`)[0], stage };
      const executionId = `${index} ${stage}`;
      return buildExecution([...seen(`STARTED@${index * 60}`, `FAILED@${index * 60 + 9}`), failed], {
        pipeline,
        executionId,
      });
    });
    for (const execution of ended) await recallHistory(table, execution, toRun(execution));

    const later = buildExecution(seen('STARTED@900', 'SUCCEEDED@999'), { pipeline });
    const { runs } = await recallHistory(table, later, undefined);

    const expected = [...ended].reverse().map((execution) => toRun(execution)?.words);
    expect(runs.map(({ words }) => words)).toEqual(expected);
  });

  it('keeps only the last executions of a pipeline, in a write that adds and removes', async () => {
    const [table, pipeline] = [create(), `pipeline-${newKey()}`];
    const minutes = Array.from({ length: KEPT_RUNS + 2 }, (_, index) => index);
    const ended = minutes.map((minute) =>
      buildExecution(seen(`STARTED@${minute * 60}`, `SUCCEEDED@${minute * 60 + 9}`), {
        pipeline,
        executionId: `run-${minute}`,
      }),
    );

    for (const execution of ended) await recallHistory(table, execution, toRun(execution));

    const key = toPipelineKey('pipeline', { account: ACCOUNT, region: REGION, pipeline });
    const names = [...((await table.get([key])).get(key)?.strings.keys() ?? [])];
    expect(names.filter((name) => name.startsWith('run ')).toSorted()).toEqual(
      minutes
        .slice(2)
        .map((minute) => `run run-${minute}`)
        .toSorted(),
    );
  });

  it('keeps any text as it is', async () => {
    const [table, pk] = [create(), newKey()];
    const texts = ['', ' ', '"', '日本語 👩‍👩‍👧‍👦', '\u0000\n', 'x'.repeat(5000)];

    await table.add(pk, { strings: Object.fromEntries(texts.map((text, index) => [`t${index}`, text])) });

    const item = (await table.get([pk])).get(pk);
    expect(texts.map((_, index) => item?.strings.get(`t${index}`))).toEqual(texts);
  });
});

describe('a table in DynamoDB', () => {
  it('that does not exist is a setting that a person must change', async () => {
    const table = createDynamoDbTable(client, 'absent');

    await expect(table.get(['a'])).rejects.toMatchObject({ code: 'config' });
    await expect(table.add('a', { strings: { b: 'c' } })).rejects.toMatchObject({ code: 'config' });
    await expect(table.replace('a', 'b', { expected: undefined, value: 'c' })).rejects.toMatchObject({
      code: 'config',
    });
  });

  it('refuses a key that is too long, and names the table', async () => {
    await expect(
      createDynamoDbTable(client, TABLE).add('k'.repeat(3000), { strings: { b: 'c' } }),
    ).rejects.toMatchObject({
      code: 'rejected',
      message: 'DynamoDB UpdateItem on table records: refused as ValidationException',
    });
  });
});
