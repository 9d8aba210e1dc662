import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { closeServer, listenOnLoopback } from '#local/loopback-server.ts';
import { ACCOUNT, buildPipelineEvent } from '#tests/support/build-event.ts';

export interface Held {
  readonly events: number;
  readonly megabytes: number;
  readonly resources: number;
  readonly listeners: number;
}

const MOST_OUTPUT_BYTES = 2 ** 30;
const CHILD = fileURLToPath(new URL('./soak-child.js', import.meta.url));

/** What one process of ingest holds after each so many events, against services that answer and remember nothing. */
export async function soak(
  bundleDirectory: string,
  { events, every }: { readonly events: number; readonly every: number },
): Promise<readonly Held[]> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const target = String(request.headers['x-amz-target']);
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(JSON.stringify(target.includes('SQS') ? toSent(body) : toUpdated(body)));
    });
  });
  const endpoint = `http://127.0.0.1:${await listenOnLoopback(server)}`;
  const bundle = join(bundleDirectory, 'ingest/index.mjs');
  const args = [
    '--expose-gc',
    '--max-semi-space-size=4',
    '--no-warnings',
    CHILD,
    bundle,
    String(events),
    String(every),
  ];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: variables(endpoint),
      maxBuffer: MOST_OUTPUT_BYTES,
    });
    // Between the lines of metrics.
    return stdout
      .trim()
      .split('\n')
      .filter((line) => line.includes('"megabytes"'))
      .map((line) => JSON.parse(line));
  } finally {
    await closeServer(server);
  }
}

function variables(endpoint: string) {
  const queue = (name: string) => `${endpoint}/${ACCOUNT}/${name}`;
  return {
    PATH: process.env['PATH'],
    SOAK_EVENT: JSON.stringify(buildPipelineEvent()),
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    POWERTOOLS_SERVICE_NAME: 'signalbox',
    POWERTOOLS_METRICS_NAMESPACE: 'Signalbox',
    ACCOUNT_ID: ACCOUNT,
    ALLOWED_ACCOUNTS: ACCOUNT,
    REGION: 'eu-west-1',
    TABLE_NAME: 'table',
    SOURCE_QUEUE_URL: queue('events'),
    PARKING_QUEUE_URL: queue('parked'),
    DELIVERIES_QUEUE_URL: queue('deliveries.fifo'),
    ENRICHMENT_QUEUE_URL: queue('enrichment'),
  };
}

function toUpdated(body: string) {
  const values: readonly Readonly<Record<string, unknown>>[] = Object.values(
    JSON.parse(body).ExpressionAttributeValues,
  );
  return { Attributes: { observations: values.find((value) => 'SS' in value) } };
}

function toSent(body: string) {
  const entries: readonly { readonly Id: string; readonly MessageBody: string }[] = JSON.parse(body).Entries;
  return {
    Successful: entries.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: Id,
      MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
    })),
    Failed: [],
  };
}
