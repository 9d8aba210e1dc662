import * as z from 'zod/mini';

// Apart from the other entries: zod's schemas are built where they are imported, and only two functions need this one.

/** What a command was asked with, whatever it asks for. */
const asked = {
  /** The same for every repetition of a request: SHA-256 of its signature, in hex. */
  request: z.string(),
  /** Epoch seconds, as Slack says. */
  at: z.number(),
  /** Name of the secret whose signing secret verified the request. */
  secret: z.string(),
  /** Where the person is answered. */
  channel: z.string(),
  person: z.object({
    /** Empty where Slack does not say. */
    team: z.string(),
    user: z.string(),
    name: z.string(),
    enterprise: z.optional(z.string()),
  }),
};

/** What a person asked for in Slack. Its signature is right; whether the person may is still to be seen. */
export const Command = z.discriminatedUnion('kind', [
  z.object({
    ...asked,
    kind: z.literal('decide'),
    record: z.string(),
    decision: z.enum(['approve', 'reject']),
    /** Which of the choices, from 1, where there are any. */
    option: z.optional(z.int()),
    reason: z.string(),
  }),
  z.object({
    ...asked,
    kind: z.literal('control'),
    action: z.enum(['retry', 'rollback', 'stop']),
    record: z.string(),
    stage: z.optional(z.string()),
    reason: z.string(),
  }),
  z.object({
    ...asked,
    kind: z.literal('silence'),
    record: z.optional(z.string()),
    pipeline: z.optional(z.string()),
    seconds: z.int().check(z.positive()),
    reason: z.string(),
  }),
  z.object({
    ...asked,
    kind: z.literal('ask'),
    question: z.enum(['status', 'approvals', 'help']),
    pipeline: z.optional(z.string()),
  }),
  z.object({
    ...asked,
    kind: z.literal('order'),
    action: z.enum(['retry', 'stop']),
    pipeline: z.string(),
    reason: z.string(),
  }),
]);
export type Command = z.infer<typeof Command>;
