import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';

export interface Redriven {
  readonly moved: number;
  /** Looked at and left where they were. */
  readonly left: number;
  /** `code: reason` → how many. */
  readonly reasons: ReadonlyMap<string, number>;
}

export interface RedriveOptions {
  /** Only what was put aside for it. */
  readonly code: string | undefined;
  readonly limit: number;
  readonly isDryRun: boolean;
  readonly progress: (count: number) => void;
}

interface Queues {
  readonly sqs: SQSClient;
  /** URLs. */
  readonly from: string;
  readonly to: string;
  readonly createId: () => string;
}

/** Longer than a run over many messages, so that each is seen once. */
const HIDDEN_SECONDS = 600;
const PROGRESS_EVERY = 100;
const MAX_BATCH = 10;
const Delivery = z.object({ destination: z.string() });

/** Looks at every message once, and sends again what is asked for. */
export function createRedrive(queues: Queues): (options: RedriveOptions) => Promise<Redriven> {
  return async (options) => {
    const reasons = new Map<string, number>();
    const kept: Message[] = [];
    let moved = 0;
    for await (const message of messagesIn(queues, options)) {
      const reason = reasonOf(message);
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      if (isAskedFor(message, options)) {
        await move(queues, message);
        moved += 1;
      } else kept.push(message);
    }
    for (const message of kept) await show(queues, message);
    return { moved, left: kept.length, reasons };
  };
}

function isAskedFor(message: Message, { isDryRun, code }: RedriveOptions): boolean {
  return !isDryRun && (code === undefined || codeOf(message) === code);
}

async function* messagesIn(queues: Queues, { limit, progress }: RedriveOptions): AsyncGenerator<Message> {
  let seen = 0;
  while (seen < limit) {
    const batch = await receive(queues, Math.min(MAX_BATCH, limit - seen));
    if (batch.length === 0) return;
    yield* batch;
    if (Math.floor((seen + batch.length) / PROGRESS_EVERY) > Math.floor(seen / PROGRESS_EVERY))
      progress(seen + batch.length);
    seen += batch.length;
  }
}

async function receive({ sqs, from }: Queues, most: number): Promise<readonly Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: from,
      MaxNumberOfMessages: most,
      VisibilityTimeout: HIDDEN_SECONDS,
      WaitTimeSeconds: 1,
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
}

/** Sends first and deletes then: killed in between, it is sent twice, which is harmless. */
async function move(
  { sqs, from, to, createId }: Queues,
  { Body = '', ReceiptHandle }: Message,
): Promise<void> {
  const order = to.endsWith('.fifo')
    ? { MessageGroupId: groupOf(Body), MessageDeduplicationId: createId() }
    : {};
  await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body, ...order }));
  await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
}

/** What stays is to be found by the next run at once. */
async function show({ sqs, from }: Queues, { ReceiptHandle }: Message): Promise<void> {
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: from, ReceiptHandle, VisibilityTimeout: 0 }));
}

/** What a destination gets again is in no hurry. */
function groupOf(body: string): string {
  const parsed = Delivery.safeParse(tryParse(body));
  return `${parsed.success ? parsed.data.destination : 'unknown'}|progress`;
}

function tryParse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The reader of the queue says what is wrong with it, and puts it aside again.
    return undefined;
  }
}

function reasonOf(message: Message): string {
  const reason =
    message.MessageAttributes?.['reason']?.StringValue ?? 'received too often, no reason was kept';
  return `${codeOf(message) ?? 'unknown'}: ${reason}`;
}

function codeOf({ MessageAttributes }: Message): string | undefined {
  return MessageAttributes?.['code']?.StringValue;
}
