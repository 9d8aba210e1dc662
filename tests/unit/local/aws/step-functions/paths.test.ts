import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Machines, startMachines } from './support.ts';

let machines: Machines;

beforeAll(async () => {
  machines = await startMachines();
});

afterAll(() => machines.stop());

describe('a path', () => {
  it.each([
    ["$.all[?(@.kind != 'ROLLBACK')].id", ['a', 'c']],
    ["$.all[?(@.kind == 'OTHER')].id", []],
    ['$.none[*].id', []],
    ['$.all[1:2]', [{ id: 'b', kind: 'ROLLBACK' }]],
    ['$.none[0:1]', []],
    ["States.ArrayGetItem(States.StringSplit('a:b:c', ':'), 1)", 'b'],
  ])('finds by %s what is there, and else an empty list', async (path, found) => {
    const all = [{ id: 'a' }, { id: 'b', kind: 'ROLLBACK' }, { id: 'c' }];

    const end = await machines.run(
      { Pass: { Type: 'Pass', Parameters: { 'found.$': path }, End: true } },
      { all, none: [] },
    );

    expect(end).toEqual({ status: 'SUCCEEDED', output: { found } });
  });

  it.each([null, false, 0, ''])('passes %j on', async (input) => {
    const wait = { Type: 'Wait', Seconds: 0, InputPath: '$', Next: 'Pass' };

    const end = await machines.run({ Wait: wait, Pass: { Type: 'Pass', OutputPath: '$', End: true } }, input);

    expect(end).toEqual({ status: 'SUCCEEDED', output: input });
  });
});
