import { randomUUID } from 'node:crypto';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createRedrive } from '#cli/redrive-queue.ts';
import { type EmbeddedAws, startEmbeddedAws } from '#local/aws/index.ts';
import { createAwsJson } from '#shared/clients/aws-json.ts';
import { createHttpClient } from '#shared/clients/http.ts';
import { createQueues, SQS } from '#shared/clients/queues.ts';
import { runScriptWith } from './support/command.ts';

const TEMPLATE = {
  Resources: Object.fromEntries(
    ['Events', 'EventsDead', 'Deliveries', 'DeliveriesDead'].map((id) => {
      const isFifo = id.startsWith('Deliveries');
      return [
        id,
        {
          Type: 'AWS::SQS::Queue',
          Properties: { QueueName: `${id}${isFifo ? '.fifo' : ''}`, ...(isFifo && { FifoQueue: true }) },
        },
      ];
    }),
  ),
};

let aws: EmbeddedAws;
let sqs: SQSClient;

beforeAll(() => {
  sqs = new SQSClient({ region: 'eu-west-1' });
});
beforeEach(async () => {
  sqs.destroy();
  await aws?.stop();
  aws = await startEmbeddedAws({ template: TEMPLATE, bundleDirectory: '.' });
  sqs = new SQSClient({ region: 'eu-west-1', endpoint: aws.endpoint });
});
afterAll(async () => {
  sqs.destroy();
  await aws.stop();
});

describe.each([
  ['Events', 'EventsDead'],
  ['Deliveries', 'DeliveriesDead'],
])('redrive to %s', (to, from) => {
  it('sends all of many messages again, without their reasons', async () => {
    await park(from, 25, { code: 'rejected', reason: 'too long' });

    const done = await run({ from, to })({ ...ALL, isDryRun: false });

    expect(done).toEqual({ moved: 25, left: 0, reasons: new Map([['rejected: too long', 25]]) });
    expect(await receiveAll(to)).toHaveLength(25);
    expect(await receiveAll(from)).toEqual([]);
  });

  it('says what lies there and leaves it where the next run finds it', async () => {
    await park(from, 12, { code: 'rejected', reason: 'too long' });
    await park(from, 1, { code: 'bug', reason: 'TypeError' });

    const looked = await run({ from, to })({ ...ALL, isDryRun: true });
    const done = await run({ from, to })({ ...ALL, isDryRun: false, code: 'bug' });

    expect(looked).toEqual({
      moved: 0,
      left: 13,
      reasons: new Map([
        ['rejected: too long', 12],
        ['bug: TypeError', 1],
      ]),
    });
    expect([done.moved, done.left]).toEqual([1, 12]);
    expect(await receiveAll(to)).toHaveLength(1);
  });

  it('stops at its limit', async () => {
    await park(from, 12, { code: 'rejected', reason: 'too long' });

    const done = await run({ from, to })({ ...ALL, isDryRun: false, limit: 3 });

    expect(done.moved).toBe(3);
    expect(await receiveAll(to)).toHaveLength(3);
  });
});

describe('npm run redrive', () => {
  it('says how to get credentials when there are none', async () => {
    const nobody = { PATH: process.env['PATH'], HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' };

    const { code, stdout, stderr } = await runScriptWith(
      nobody,
      'redrive.ts',
      '--queue',
      'events',
      '--dry-run',
    );

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^Nothing was looked at: no AWS credentials were found\. /);
    expect(stderr).not.toContain('    at ');
  });
});

const ALL = { code: undefined, limit: Number.POSITIVE_INFINITY, progress: () => undefined };

function run({ from, to }: { readonly from: string; readonly to: string }) {
  return createRedrive({ sqs, from: urlOf(from), to: urlOf(to), createId: randomUUID });
}

async function park(queue: string, count: number, reason: Readonly<Record<string, string>>): Promise<void> {
  const variables = { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: aws.endpoint };
  const service = createAwsJson(SQS, { http: createHttpClient(), variables });
  const { park: put } = createQueues(service, randomUUID);
  for (let index = 0; index < count; index += 1) {
    await put(urlOf(queue), JSON.stringify({ destination: 'chat', record: `execution/${index}` }), reason);
  }
}

/** And deletes: a FIFO group gives no more while any of it is out. */
async function receiveAll(queue: string): Promise<readonly unknown[]> {
  const QueueUrl = urlOf(queue);
  const bodies: unknown[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body }) => Body));
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}

function urlOf(id: string): string {
  return aws.resources.get(id)?.ref ?? '';
}
