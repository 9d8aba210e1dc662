import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import validate from 'asl-validator';
import * as z from 'zod';
import { parseRequest } from '#functions/approval-request/parse-request.ts';

const FILE = 'infra/failure-response.asl.json';
const State = z.looseObject({
  Type: z.string(),
  Resource: z.string().optional(),
  Parameters: z.looseObject({}).optional(),
  TimeoutSeconds: z.number().optional(),
  HeartbeatSeconds: z.number().optional(),
  Catch: z.array(z.object({ ErrorEquals: z.array(z.string()), Next: z.string() })).optional(),
});
const Definition = z.object({ StartAt: z.string(), States: z.record(z.string(), State) });

const definition = Definition.parse(JSON.parse(readFileSync(FILE, 'utf8')));

describe('the state machine failure-response', () => {
  it('is valid by the states language', () => {
    // Paths are left out: it refuses `!=` in a filter.
    const { isValid, errors } = validate(JSON.parse(readFileSync(FILE, 'utf8')), { checkPaths: false });

    expect(errors).toEqual([]);
    expect(isValid).toBe(true);
  });

  it('asks by a request that is taken, as long as it waits itself, and longer than two heartbeats', () => {
    const ask = definition.States['Ask'];
    const { Payload } = z.object({ Payload: z.record(z.string(), z.unknown()) }).parse(ask?.Parameters);
    const filled = Object.fromEntries(
      Object.entries(Payload).map(([name, value]) => [name.replace(/\.\$$/, ''), value]),
    );

    const request = parseRequest(filled);

    expect(request.choices).toEqual(['Retry', 'Roll back', 'Leave']);
    expect(request.timeoutSeconds).toBe(ask?.TimeoutSeconds);
    expect(ask?.HeartbeatSeconds).toBeGreaterThanOrEqual(900);
  });

  it('goes on, or says why not, whatever a call is refused with', () => {
    const calls = Object.entries(definition.States).filter(([, { Type }]) => Type === 'Task');
    const silent = calls.filter(([, { Catch = [] }]) => Catch.at(-1)?.ErrorEquals[0] !== 'States.ALL');

    // Whose failure is seen where failed executions are.
    expect(silent.map(([name]) => name)).toEqual(['Report']);
  });
});
