import { randomUUID } from 'node:crypto';
import { GetQueueUrlCommand, QueueDoesNotExist, SQSClient } from '@aws-sdk/client-sqs';
import { noCredentials } from './no-credentials.ts';
import { createRedrive, type Redriven } from './redrive-queue.ts';
import { parseCommand, runCommand, UsageError } from './usage.ts';

const QUEUES = ['events', 'enrichment', 'deliveries', 'commands', 'archive'] as const;

const USAGE = `Sends what lies in a dead-letter queue once more, when its cause is gone.

  npm run redrive -- --queue ${QUEUES.join('|')} [--stage dev] [--region R] [--code CODE] [--limit N] [--dry-run]

Harmless at any time: events change records, so a repeat adds nothing, and a delivery only looks at what is unsaid.

  --queue NAME    whose dead letters
  --stage NAME    of the deployment (default: dev)
  --region R      of the deployment (default: AWS_REGION, else eu-west-1)
  --code CODE     only messages that were put aside for this reason: invalid_input, rejected, bug (docs/errors.md)
  --limit N       at most so many messages (default: all)
  --dry-run       says what lies there and why, and leaves it there
  --help          this text

Exit code 0: done. 1: AWS refused. 2: options that make no sense, no such queue, or no credentials.`;

const OPTIONS = {
  queue: { type: 'string' },
  stage: { type: 'string', default: 'dev' },
  region: { type: 'string' },
  code: { type: 'string' },
  limit: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

async function redrive(args: readonly string[]): Promise<number> {
  const options = parse(args);
  if (options.help) return say(USAGE);
  const { queue, stage, code } = options;
  if (!isQueue(queue)) throw new UsageError(`--queue must be one of ${QUEUES.join(', ')}\n\n${USAGE}`);
  const limit = toLimit(options.limit);
  const sqs = new SQSClient({ region: options.region ?? process.env['AWS_REGION'] ?? 'eu-west-1' });
  try {
    const suffix = queue === 'deliveries' ? '.fifo' : '';
    const from = await findQueue(sqs, `signalbox-${stage}-${queue}-dead-letters${suffix}`);
    const to = await findQueue(sqs, `signalbox-${stage}-${queue}${suffix}`);
    const run = createRedrive({ sqs, from, to, createId: randomUUID });
    const progress = (count: number) => process.stderr.write(`${count} messages …\n`);
    const done = await run({ code, limit, isDryRun: options['dry-run'], progress });
    return say(describe(done, options['dry-run']));
  } catch (error) {
    if (!isWithoutCredentials(error)) throw error;
    throw new UsageError(noCredentials('Nothing was looked at', 'export AWS_PROFILE=NAME'), { cause: error });
  } finally {
    sqs.destroy();
  }
}

function describe({ moved, left, reasons }: Redriven, isDryRun: boolean): string {
  const lines = [...reasons].map(([reason, count]) => `  ${String(count).padStart(6)}  ${reason}`);
  const head = isDryRun
    ? `${left} messages lie there`
    : `${moved} messages were sent again, ${left} were left there`;
  return [lines.length > 0 ? `${head}:` : head, ...lines].join('\n');
}

async function findQueue(sqs: SQSClient, QueueName: string): Promise<string> {
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    if (QueueUrl !== undefined) return QueueUrl;
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
  }
  throw new UsageError(
    `there is no queue ${QueueName}: check --stage, --region and the credentials' account`,
  );
}

function parse(args: readonly string[]) {
  return parseCommand({ args: [...args], options: OPTIONS }, USAGE).values;
}

function isQueue(name: string | undefined): name is (typeof QUEUES)[number] {
  return QUEUES.some((queue) => queue === name);
}

/** The SDK's own class of it is in a package of its own. */
function isWithoutCredentials(error: unknown): boolean {
  return error instanceof Error && error.name === 'CredentialsProviderError';
}

function toLimit(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`--limit must be a whole number from 1, not "${text}"`);
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

await runCommand(redrive);
