import * as z from 'zod/mini';
import { InvalidInputError } from '#shared/errors.ts';
import type { ButtonAction } from '#shared/presentation/card.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import { give, type Order } from './command.ts';
import { findButtonAction } from './modal.ts';
import type { SlackApp } from './slack.ts';
import type { Origin } from './verify.ts';

const Submission = z.object({
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({
      values: z.object({
        reason: z.optional(z.object({ reason: z.object({ value: z.nullish(z.string()) }) })),
        duration: z.optional(
          z.object({ duration: z.object({ selected_option: z.nullish(z.object({ value: z.string() })) }) }),
        ),
      }),
    }),
  }),
});

const Subject = z.object({ record: z.string(), channel: z.string(), stage: z.optional(z.string()) });

interface Submitted {
  readonly origin: Origin;
  readonly person: Command['person'];
}

interface Filled {
  readonly record: string;
  readonly stage: string | undefined;
  readonly reason: string;
  readonly seconds: number;
}

const ORDERS: Readonly<Record<ButtonAction, (filled: Filled) => Order>> = {
  'approval.approve': ({ record, reason }) => ({ kind: 'decide', decision: 'approve', record, reason }),
  'approval.reject': ({ record, reason }) => ({ kind: 'decide', decision: 'reject', record, reason }),
  'approval.choose-1': (filled) => choose(1, filled),
  'approval.choose-2': (filled) => choose(2, filled),
  'approval.choose-3': (filled) => choose(3, filled),
  'approval.choose-4': (filled) => choose(4, filled),
  'execution.retry': (filled) => control('retry', filled),
  'execution.rollback': (filled) => control('rollback', filled),
  'execution.stop': (filled) => control('stop', filled),
  'execution.silence': ({ record, reason, seconds }) => ({ kind: 'silence', record, reason, seconds }),
};

/** What was filled in becomes a command; the dialog closes by the empty answer. */
export async function takeSubmission(
  json: unknown,
  { origin, person }: Submitted,
  app: SlackApp,
): Promise<void> {
  const submitted = Submission.safeParse(json).data?.view;
  if (submitted === undefined) throw new InvalidInputError('a submission in Slack must hold a dialog');
  const action = findButtonAction(submitted.callback_id);
  if (action === undefined) return;
  const { channel, record, stage } = parseSubject(submitted.private_metadata);
  const { reason, duration } = submitted.state.values;
  const order = ORDERS[action]({
    record,
    stage,
    reason: reason?.reason.value?.trim() ?? '',
    seconds: Number(duration?.duration.selected_option?.value),
  });
  if (order.kind === 'silence' && !(Number.isSafeInteger(order.seconds) && order.seconds > 0))
    throw new InvalidInputError('a silence in Slack must have a duration');
  await give(order, { origin, asker: { channel, person } }, app);
}

function choose(option: number, { record, reason }: Filled): Order {
  return { kind: 'decide', decision: 'approve', option, record, reason };
}

function control(action: 'retry' | 'rollback' | 'stop', { record, stage, reason }: Filled): Order {
  return { kind: 'control', action, record, reason, ...(stage !== undefined && { stage }) };
}

/** It went through Slack as we wrote it, unless it is of another version. */
function parseSubject(text: string): z.infer<typeof Subject> {
  const parsed = Subject.safeParse(toJson(text));
  if (parsed.success) return parsed.data;
  throw new InvalidInputError('a dialog in Slack must say what it is about');
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
