import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { parseRequest } from '#functions/approval-request/parse-request.ts';
import { codeBlocksIn, namesInColumn, sectionOf } from './support/markdown.ts';
import { readText } from './support/sources.ts';

const page = readText('docs/step-functions.md');
const State = z.object({
  Parameters: z.object({ Payload: z.record(z.string(), z.unknown()) }),
  TimeoutSeconds: z.number(),
  HeartbeatSeconds: z.number(),
});

describe('docs/step-functions.md', () => {
  it('has a state to copy whose request is taken', () => {
    const { Parameters, TimeoutSeconds, HeartbeatSeconds } = stateToCopy();

    const request = parseRequest(filled(Parameters.Payload));

    expect(request.timeoutSeconds).toBe(TimeoutSeconds);
    expect(HeartbeatSeconds).toBeGreaterThanOrEqual(900);
  });

  it('explains every field of it', () => {
    const fields = Object.keys(filled(stateToCopy().Parameters.Payload));

    expect(namesInColumn(sectionOf(page, '## The request'), 0)).toEqual(fields);
  });
});

function stateToCopy(): z.infer<typeof State> {
  const [code = ''] = codeBlocksIn(page).flatMap((block) => (block.info === 'json asl' ? block.code : []));
  return State.parse(JSON.parse(code));
}

/** As Step Functions would give it: a name that ends in `.$` is a path, whose text goes in its place. */
function filled(payload: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name.replace(/\.\$$/, ''), value]),
  );
}
