import type { IncomingMessage, ServerResponse } from 'node:http';
import { buildApp } from 'fauxqs';
import { keepGroupOrder } from './fifo-order.ts';
import { ACCOUNT, REGION } from './identity.ts';
import { ServiceFault } from './service-fault.ts';

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;
export type SqsStore = Stores['sqsStore'];
export type SqsQueue = ReturnType<SqsStore['createQueue']>;
type SnsTopic = ReturnType<Stores['snsStore']['createTopic']>;

// fauxqs takes stores but does not export their classes; the exact version is pinned.
const ENTRY = import.meta.resolve('fauxqs');
const { SqsStore: BaseSqsStore }: { SqsStore: new () => SqsStore } = await importPart('sqs/sqsStore.js');
const { SnsStore: BaseSnsStore }: { SnsStore: new () => Stores['snsStore'] } =
  await importPart('sns/snsStore.js');
const { S3Store }: { S3Store: new () => Stores['s3Store'] } = await importPart('s3/s3Store.js');
const { INVALID_MESSAGE_BODY_CHAR }: { INVALID_MESSAGE_BODY_CHAR: RegExp } =
  await importPart('sqs/sqsTypes.js');

// fauxqs refuses every character above U+FFFF, so that no emoji gets through; SQS takes them.
INVALID_MESSAGE_BODY_CHAR.compile('[^\\t\\n\\r -\\uD7FF\\uE000-\\uFFFD\\u{10000}-\\u{10FFFF}]', 'u');

/** SQS, SNS and S3 in this process. */
export interface Fauxqs {
  readonly queues: SqsStore;
  readonly topics: Stores['snsStore'];
  readonly buckets: Stores['s3Store'];
  handle(request: IncomingMessage, response: ServerResponse): void;
  callSqs(operation: string, input: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export async function createFauxqs(endpoint: string): Promise<Fauxqs> {
  const queues = new LocalSqsStore(endpoint);
  const stores = { sqsStore: queues, snsStore: new LocalSnsStore(), s3Store: new S3Store() };
  const app = buildApp({ logger: false, defaultRegion: REGION, stores });
  await app.ready();

  return {
    queues,
    topics: stores.snsStore,
    buckets: stores.s3Store,
    handle: (request, response) => app.routing(request, response),
    async callSqs(operation, input) {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${operation}`,
      };
      const answer = await app.inject({ method: 'POST', url: '/', headers, payload: JSON.stringify(input) });
      if (answer.statusCode < 300) return answer.json();
      const { __type = 'Unknown', message = answer.body }: { __type?: string; message?: string } =
        answer.json();
      throw new ServiceFault(__type.replace(/^.*#/, ''), message, answer.statusCode);
    },
    close: async () => {
      await app.close();
    },
  };
}

/** Queues of our account, whose addresses lead to the front door; fauxqs knows account 000000000000 only. */
class LocalSqsStore extends BaseSqsStore {
  readonly #endpoint: string;

  constructor(endpoint: string) {
    super();
    this.#endpoint = endpoint;
  }

  override buildQueueUrl(name: string): string {
    return `${this.#endpoint}/${ACCOUNT}/${name}`;
  }

  override createQueue(...[name, url, arn, ...rest]: Parameters<SqsStore['createQueue']>): SqsQueue {
    const queue = super.createQueue(name, url, withAccount(arn), ...rest);
    if (queue.isFifo()) keepGroupOrder(queue);
    return queue;
  }

  override getQueueByArn(arn: string): SqsQueue | undefined {
    return super.getQueueByArn(withAccount(arn));
  }
}

class LocalSnsStore extends BaseSnsStore {
  override createTopic(
    ...[name, attributes, tags, region]: Parameters<Stores['snsStore']['createTopic']>
  ): SnsTopic {
    const existing = this.topics.get(`arn:aws:sns:${region}:${ACCOUNT}:${name}`);
    if (existing) return existing;

    const created = super.createTopic(name, attributes, tags, region);
    const topic = { ...created, arn: withAccount(created.arn) };
    this.topics.delete(created.arn);
    this.topics.set(topic.arn, topic);
    return topic;
  }
}

function withAccount(arn: string): string {
  return arn.replace(':000000000000:', `:${ACCOUNT}:`);
}

function importPart(path: string) {
  return import(new URL(`./${path}`, ENTRY).href);
}
