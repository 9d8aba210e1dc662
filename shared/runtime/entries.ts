import * as z from 'zod/mini';
import { ApprovalMessage } from '#shared/domain/approval-message.ts';
import { InvalidInputError } from '#shared/errors.ts';

/** "Look at this record": never the text to send. */
export const DeliveryEntry = z.object({
  destination: z.string(),
  record: z.string(),
  /** The record had its time to settle: show what there is, explained or not. */
  settled: z.optional(z.boolean()),
  /** From the urgent lane: says what is new and leaves edits to the other lane, so that no limit on edits holds up news. */
  urgent: z.optional(z.boolean()),
});
export type DeliveryEntry = z.infer<typeof DeliveryEntry>;

const Look = z.object({
  record: z.string(),
  settled: z.optional(z.boolean()),
  /** Only if no stage runs by then: a look that most executions do not need any more. */
  betweenStages: z.optional(z.boolean()),
  /** An approval action that began or ended. */
  approval: z.optional(z.object({ stage: z.string(), action: z.string() })),
  /** An action that failed, to be asked after. */
  failed: z.optional(z.object({ stage: z.string(), action: z.string(), attempt: z.optional(z.number()) })),
});
export const EnrichmentEntry = z.union([Look, z.object({ message: ApprovalMessage })]);
export type EnrichmentEntry = z.infer<typeof EnrichmentEntry>;

/** @throws InvalidInputError: an entry is only ever written by us, so what is not one was put there by hand */
export function parseEntry<T>(schema: z.ZodMiniType<T>, body: string): T {
  const parsed = schema.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw new InvalidInputError('a queue entry must be JSON that names a record: {"record": "execution/…"}');
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
