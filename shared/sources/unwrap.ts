import * as z from 'zod/mini';
import { InvalidInputError } from '#shared/errors.ts';
import { parseJson } from './parse-json.ts';

/** By a topic, alone or in its event; by a queue, as its event and as its command line spell it. */
const Wrapping = z.union([
  z.object({ Type: z.literal('Notification'), Message: z.string() }),
  z.object({ Sns: z.object({ Message: z.string() }) }),
  z.object({ messageId: z.string(), body: z.string() }),
  z.object({ MessageId: z.string(), Body: z.string() }),
]);
/** Among records, a queue's is known without its id. */
const Listed = z.union([Wrapping, z.object({ body: z.string() }), z.object({ Body: z.string() })]);
type Listed = z.infer<typeof Listed>;
const List = z.union([
  z.object({ Records: z.array(z.unknown()) }),
  z.object({ Messages: z.array(z.unknown()) }),
]);

// Topic in queue in dead-letter queue is three; more is no accident.
const MAX_WRAPPINGS = 5;

/** An event, or why there is none to be read. */
export type Unwrapped = { readonly event: unknown } | { readonly error: InvalidInputError };

/**
 * The events in the body of a queue message: as they are, or out of what topics and queues wrapped them in. One that
 * cannot be read costs nothing of those beside it.
 */
export function unwrap(body: string): readonly Unwrapped[] {
  return openText(() => parseJson(body), MAX_WRAPPINGS);
}

/** The same for what is parsed already. */
export function unwrapValue(value: unknown): readonly Unwrapped[] {
  return open(value, MAX_WRAPPINGS);
}

function open(value: unknown, left: number): readonly Unwrapped[] {
  if (left === 0)
    return [{ error: new InvalidInputError(`an event is wrapped more than ${MAX_WRAPPINGS} times`) }];
  const wrapping = Wrapping.safeParse(value);
  if (wrapping.success) return openText(() => parseWrapped(wrapping.data), left - 1);
  const records = recordsIn(value).map((record) => ({ record, listed: Listed.safeParse(record) }));
  // Records of another service are one message.
  if (!records.some(({ listed }) => listed.success)) return [{ event: value }];
  return records.flatMap(({ record, listed }) =>
    listed.success ? openText(() => parseWrapped(listed.data), left - 1) : { event: record },
  );
}

function openText(parse: () => unknown, left: number): readonly Unwrapped[] {
  try {
    return open(parse(), left);
  } catch (error) {
    if (error instanceof InvalidInputError) return [{ error }];
    throw error;
  }
}

function recordsIn(value: unknown): readonly unknown[] {
  const list = List.safeParse(value);
  if (!list.success) return [];
  return 'Records' in list.data ? list.data.Records : list.data.Messages;
}

function parseWrapped(wrapping: Listed): unknown {
  if ('Message' in wrapping) return parseMessage(wrapping.Message);
  if ('Sns' in wrapping) return parseMessage(wrapping.Sns.Message);
  return parseJson('body' in wrapping ? wrapping.body : wrapping.Body);
}

/** What people publish to a topic may be plain text, '[ALARM] disk full'; it becomes a notice. */
function parseMessage(message: string): unknown {
  return /^\s*(\{|\[\s*[{[\]])/.test(message) ? parseJson(message) : message;
}
