import * as z from 'zod/mini';
import { InvalidInputError } from '#shared/errors.ts';
import { parseJson } from './parse-json.ts';

const SnsEnvelope = z.object({ Type: z.literal('Notification'), TopicArn: z.string(), Message: z.string() });
const Records = z.object({
  Records: z
    .array(z.union([z.object({ Sns: z.object({ Message: z.string() }) }), z.object({ body: z.string() })]))
    .check(z.minLength(1)),
});

// Topic in queue in dead-letter queue is three; more is no accident.
const MAX_WRAPPINGS = 5;

/**
 * The events in the body of a queue message: as they are, inside SNS's envelope, or inside the `Records` of an SNS or SQS event.
 *
 * @throws InvalidInputError when the body is not JSON
 */
export function unwrap(body: string): readonly unknown[] {
  return unwrapValue(parseJson(body));
}

/** The same for what is parsed already. */
export function unwrapValue(value: unknown): readonly unknown[] {
  return open(value, MAX_WRAPPINGS);
}

function open(value: unknown, left: number): readonly unknown[] {
  if (left === 0) throw new InvalidInputError(`an event is wrapped more than ${MAX_WRAPPINGS} times`);
  const sns = SnsEnvelope.safeParse(value);
  if (sns.success) return open(parseMessage(sns.data.Message), left - 1);
  const records = Records.safeParse(value);
  if (!records.success) return [value];
  return records.data.Records.flatMap((record) =>
    open('Sns' in record ? parseMessage(record.Sns.Message) : parseJson(record.body), left - 1),
  );
}

/** What people publish to a topic may be plain text, '[ALARM] disk full'; it becomes a notice. */
function parseMessage(message: string): unknown {
  return /^\s*(\{|\[\s*[{[\]])/.test(message) ? parseJson(message) : message;
}
