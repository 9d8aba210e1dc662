import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import * as z from 'zod';
import { toArn } from './aws/identity.ts';
import { createListeners } from './listeners.ts';
import { closeServer, listenOnLoopback } from './loopback-server.ts';

const MAX_MAILS = 500;
// What SNS writes into the subject line when a publisher gives none.
const DEFAULT_SUBJECT = 'AWS Notification Message';

const Parts = z.object({ default: z.string(), email: z.string().optional() });

export interface Mail {
  readonly id: string;
  /** The topic's name. */
  readonly topic: string;
  readonly subject: string;
  readonly text: string;
  readonly at: number;
}

/**
 * The mail of those who subscribed to the topics by e-mail.
 *
 * SNS here delivers to queues only, and gives them the text for queues. So the functions' calls of SNS come by here:
 * each Publish that SNS took is read as mail, with the text for e-mail.
 */
export interface Mailbox {
  /** Value for AWS_ENDPOINT_URL_SNS. */
  readonly endpoint: string;
  mails(): readonly Mail[];
  subscribe(listener: () => void): () => void;
  /** Where SNS is; until it is known, calls are refused. */
  forwardTo(endpoint: string): void;
  stop(): Promise<void>;
}

export async function startMailbox(): Promise<Mailbox> {
  const mails: Mail[] = [];
  const { announce, subscribe } = createListeners();
  let target: string | undefined;

  async function take(request: IncomingMessage): Promise<{ status: number; body: string }> {
    const call = toLocalCall(await readText(request));
    if (target === undefined) return { status: 503, body: 'SNS is not there yet' };

    const answer = await forward(request, call, target);
    const mail = answer.status === 200 ? findMail(call, randomUUID()) : undefined;
    if (mail) {
      mails.push(mail);
      if (mails.length > MAX_MAILS) mails.shift();
      announce();
    }
    return answer;
  }

  const server = createServer((request, response) => {
    take(request).then(
      ({ status, body }) => response.writeHead(status, { 'content-type': 'text/xml' }).end(body),
      (error: unknown) => response.writeHead(502).end(`SNS did not answer: ${String(error)}`),
    );
  });
  return {
    endpoint: `http://127.0.0.1:${await listenOnLoopback(server)}`,
    mails: () => mails,
    subscribe,
    forwardTo: (endpoint) => {
      target = endpoint;
    },
    stop: () => closeServer(server),
  };
}

/** A topic of whatever account and Region lives here under its name. */
function toLocalCall(body: string): URLSearchParams {
  const call = new URLSearchParams(body);
  const topic = call.get('TopicArn');
  if (topic !== null) call.set('TopicArn', toArn('sns', toTopicName(topic)));
  return call;
}

export function toTopicName(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

async function forward({ headers }: IncomingMessage, call: URLSearchParams, target: string) {
  const answer = await fetch(target, {
    method: 'POST',
    headers: { authorization: headers.authorization ?? '' },
    body: call,
  });
  return { status: answer.status, body: await answer.text() };
}

/** What somebody who subscribed by e-mail reads of a Publish; nothing of any other call. */
function findMail(call: URLSearchParams, id: string): Mail | undefined {
  const message = call.get('Message');
  if (call.get('Action') !== 'Publish' || message === null) return undefined;

  return {
    id,
    topic: toTopicName(call.get('TopicArn') ?? ''),
    subject: call.get('Subject') ?? DEFAULT_SUBJECT,
    text: call.get('MessageStructure') === 'json' ? toEmailText(message) : message,
    at: Date.now(),
  };
}

function toEmailText(message: string): string {
  const parts = Parts.parse(JSON.parse(message));
  return parts.email ?? parts.default;
}
