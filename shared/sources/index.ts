import { createHash } from 'node:crypto';
import type { ApprovalMessage } from '#shared/domain/approval-message.ts';
import { toFact } from '#shared/domain/facts.ts';
import type { Notice } from '#shared/domain/notice.ts';
import { InvalidInputError } from '#shared/errors.ts';
import { parseApprovalMessage } from './approval-topic.ts';
import { codepipeline } from './codepipeline.ts';
import { failureResponse } from './failure-response.ts';
import { notificationRule } from './notification-rule.ts';
import { detailTypeOf, Envelope, type Reading, type Source, type SourceContext } from './source.ts';

/** At most one matches an event; it reads it. */
export const sources: readonly Source[] = [codepipeline, notificationRule, failureResponse];

export type Read = Reading | { readonly approval: ApprovalMessage };

/**
 * Reads whatever arrived. An event that no source knows becomes a notice.
 *
 * @throws InvalidInputError when a source knows the kind and the event lacks what identifies it
 */
export function readEvent(raw: unknown, context: SourceContext): Read {
  const approval = parseApprovalMessage(raw);
  if (approval !== undefined) return { approval };
  const parsed = Envelope.safeParse(raw);
  if (!parsed.success) return { notice: toNotice(raw, undefined) };
  const source = sources.find((candidate) => candidate.matches(parsed.data));
  return source === undefined ? { notice: toNotice(raw, parsed.data) } : source.read(parsed.data, context);
}

function toNotice(raw: unknown, envelope: Envelope | undefined): Notice {
  const detailType = envelope === undefined ? undefined : detailTypeOf(envelope);
  const milliseconds = Date.parse(envelope?.time ?? '');
  return {
    kind: 'notice',
    id: idOf(envelope?.id) ?? hashOf(raw),
    title: toFact(detailType ?? '') || toFact(shapeOf(raw)),
    source: shorten(envelope?.source),
    account: shorten(envelope?.account),
    region: shorten(envelope?.region),
    resource: shorten(envelope?.resources[0]),
    time: Number.isNaN(milliseconds) ? undefined : Math.trunc(milliseconds / 1000),
  };
}

function shorten(text: string | undefined): string | undefined {
  return text === undefined ? undefined : toFact(text) || undefined;
}

/** Only the names of the fields: their values may be secret. */
function shapeOf(raw: unknown): string {
  if (typeof raw === 'string') return 'A plain-text message';
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return 'A message that is no event';
  const names = Object.keys(raw).slice(0, 8).join(', ');
  return names === '' ? 'An empty message' : `A message with ${names}`;
}

function idOf(id: string | undefined): string | undefined {
  return id !== undefined && /^[\w.:-]{1,100}$/.test(id) ? id : undefined;
}

function hashOf(raw: unknown): string {
  return createHash('sha256').update(serialize(raw)).digest('hex').slice(0, 32);
}

function serialize(raw: unknown): string {
  try {
    return JSON.stringify(raw);
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new InvalidInputError('a message is nested too deeply to be an event', { cause });
    throw cause;
  }
}
