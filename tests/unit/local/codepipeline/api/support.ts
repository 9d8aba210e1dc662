import { Readable } from 'node:stream';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { virtualClock } from '#local/codepipeline/clock.ts';
import type { LoopbackCodePipeline, LoopbackOptions } from '#local/codepipeline/index.ts';
import { createLoopbackCodePipeline } from '#local/codepipeline/index.ts';
import { PLACE, START } from '../support.ts';

export interface Api {
  readonly service: LoopbackCodePipeline;
  /** AWS's own client, so that the answers are read as the product reads them. */
  readonly client: CodePipelineClient;
}

export function createApi(
  emit: () => Promise<void> = async () => undefined,
  more: Partial<LoopbackOptions> = {},
): Api {
  const clock = virtualClock(START);
  const service = createLoopbackCodePipeline({ ...PLACE, ...more, emit, pace: 0, clock });
  const client = new CodePipelineClient({
    region: PLACE.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: { handle: async (request: Request) => ({ response: await respond(service, request) }) },
  });
  return { service, client };
}

/** Takes no event, so that the simulation stays where it is. */
export function standStill(): Promise<void> {
  return new Promise(() => undefined);
}

interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

async function respond(service: LoopbackCodePipeline, { headers, body }: Request) {
  const operation = headers['x-amz-target']?.split('.')[1] ?? '';
  try {
    return response(200, await service.handle(operation, JSON.parse(new TextDecoder().decode(body))));
  } catch (error) {
    const { name, message } = error as Error;
    return response(400, { __type: name, message });
  }
}

function response(statusCode: number, body: unknown) {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { statusCode, headers, body: Readable.from([Buffer.from(JSON.stringify(body))]) };
}
