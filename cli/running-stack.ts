import { readFile } from 'node:fs/promises';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { UsageError } from './usage.ts';

/** Written by `npm start`, gone when it ends. */
const RUNNING = '.local/running.json';
const Running = z.object({ endpoint: z.url() });
const Taken = z.object({ Rules: z.number() });

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The stack that `npm start` runs on this machine. */
export interface RunningStack {
  /** Puts a whole event on the bus, as AWS's own services do; gives the number of rules that took it. */
  putEvent(event: unknown): Promise<number>;
  /** Puts a message on the events queue, as a subscribed topic does. */
  putMessage(message: unknown): Promise<void>;
  close(): void;
}

/** @throws UsageError when nothing answers */
export async function findRunningStack(given: string | undefined): Promise<RunningStack> {
  const endpoint = given === undefined ? await readEndpoint() : parseEndpoint(given);
  const sqs = new SQSClient({ endpoint, region: 'eu-west-1', credentials: CREDENTIALS, maxAttempts: 1 });
  const eventsQueue = await findEventsQueue(sqs, endpoint);
  return {
    putEvent: (event) => putServiceEvent(endpoint, event),
    async putMessage(message) {
      await sqs.send(new SendMessageCommand({ QueueUrl: eventsQueue, MessageBody: JSON.stringify(message) }));
    },
    close: () => sqs.destroy(),
  };
}

async function readEndpoint(): Promise<string> {
  try {
    return Running.parse(JSON.parse(await readFile(RUNNING, 'utf8'))).endpoint;
  } catch (cause) {
    throw new UsageError('nothing runs here: run npm start first, in another terminal', { cause });
  }
}

function parseEndpoint(given: string): string {
  if (URL.canParse(given) && LOOPBACK.includes(new URL(given).hostname)) return new URL(given).origin;
  throw new UsageError(`--endpoint ${given}: name a stack on this machine, such as http://127.0.0.1:4566`);
}

async function findEventsQueue(sqs: SQSClient, endpoint: string): Promise<string> {
  try {
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'signalbox-' }));
    const found = QueueUrls.find((url) => url.endsWith('-events'));
    if (found !== undefined) return found;
  } catch (cause) {
    throw new UsageError(`nothing answers at ${endpoint}: run npm start, in another terminal`, { cause });
  }
  throw new UsageError(`${endpoint} has no events queue of Signalbox: run npm start, in another terminal`);
}

async function putServiceEvent(endpoint: string, event: unknown): Promise<number> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutServiceEvent' },
    body: JSON.stringify(event),
  });
  if (!response.ok) throw new Error(`the bus at ${endpoint} answered ${response.status}`);
  return Taken.parse(await response.json()).Rules;
}
