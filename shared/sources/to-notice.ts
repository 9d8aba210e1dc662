import { createHash } from 'node:crypto';
import { consoleUrl } from '#shared/domain/console.ts';
import { toFact } from '#shared/domain/facts.ts';
import type { Notice, NoticeDetail, NoticeLink, NoticeTone, Service } from '#shared/domain/notice.ts';
import { InvalidInputError } from '#shared/errors.ts';
import { detailTypeOf, type Envelope, secondsOf } from './source.ts';

/** What a source makes of an event, in texts as they came: here they are cleaned and cut. */
export interface Told {
  /** Undefined for what is of no service that a route could name. */
  readonly service?: Service;
  /** What it is about; without one, the kind of the event stands in. */
  readonly title: string | undefined;
  readonly headline: string;
  readonly tone: NoticeTone;
  readonly pipeline?: string | undefined;
  /** By label, in order; what is not there is left out. */
  readonly details?: Readonly<Record<string, string | undefined>>;
  /** Of the console, in the event's own partition. */
  readonly page?: { readonly label: string; readonly path: string | undefined };
  /** The address of its log, which is a page of the console too. */
  readonly log?: string | undefined;
}

export function toNotice(envelope: Envelope, told: Told): Notice {
  const pipeline = shorten(told.pipeline);
  const details = toDetails(told.details ?? {});
  const link = toLink(envelope, told.page);
  return {
    ...bareNotice(envelope, envelope),
    ...(shorten(told.title) !== undefined && { title: toFact(told.title ?? '') }),
    headline: toFact(told.headline),
    tone: told.tone,
    ...(told.service !== undefined && { service: told.service }),
    ...(pipeline !== undefined && { pipeline }),
    ...(details.length > 0 && { details }),
    ...(link !== undefined && { link }),
    ...(told.log !== undefined && { log: { label: 'Open log', url: told.log } }),
  };
}

/** What the envelope alone tells; `raw` gives the id where there is none, and a title where nothing else does. */
export function bareNotice(raw: unknown, envelope: Envelope | undefined): Notice {
  const detailType = envelope === undefined ? undefined : detailTypeOf(envelope);
  return {
    kind: 'notice',
    id: idOf(envelope?.id) ?? hashOf(raw),
    title: toFact(detailType ?? '') || toFact(shapeOf(raw)),
    source: shorten(envelope?.source),
    account: shorten(envelope?.account),
    region: shorten(envelope?.region),
    resource: shorten(envelope?.resources[0]),
    time: secondsOf(envelope?.time),
  };
}

/** What became of something, as the end of a sentence, and how people take it. */
export type Outcome = readonly [headline: string, tone: NoticeTone];

/** Also of a state that is not known: then in its own word. */
export function outcomeOf(outcomes: ReadonlyMap<string, Outcome>, state: string | undefined): Outcome {
  if (state === undefined) return ['changed its state', 'neutral'];
  return outcomes.get(state) ?? [`is in state ${state}`, 'neutral'];
}

/** The end of a headline; nothing where no reason is given. */
export function because(reason: string | undefined): string {
  const text = shorten(reason);
  return text === undefined ? '' : `: ${text}`;
}

/**
 * A path of the console, with every value encoded but for its slashes. Undefined where a value is missing, would have
 * to be cut or cleaned, or steps out of its place: half an address leads elsewhere.
 */
export function path(
  literals: TemplateStringsArray,
  ...values: readonly (string | undefined)[]
): string | undefined {
  const parts = values.map(encode);
  return parts.includes(undefined) ? undefined : String.raw({ raw: literals }, ...parts);
}

function encode(value: string | undefined): string | undefined {
  if (!isWhole(value)) return undefined;
  if (value.split('/').some((step) => /^\.{1,2}$/.test(step))) return undefined;
  return encodeURIComponent(value).replaceAll('%2F', '/');
}

/** It is there, and need not be cut or cleaned. */
export function isWhole(value: string | undefined): value is string {
  return value !== undefined && value !== '' && toFact(value) === value;
}

function toLink({ region = '' }: Envelope, page: Told['page']): NoticeLink | undefined {
  const url = page?.path === undefined ? undefined : consoleUrl(region, page.path);
  return page === undefined || url === undefined ? undefined : { label: page.label, url };
}

function toDetails(details: NonNullable<Told['details']>): readonly NoticeDetail[] {
  return Object.entries(details).flatMap(([label, value]) => {
    const text = shorten(value);
    return text === undefined ? [] : { label, text };
  });
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
