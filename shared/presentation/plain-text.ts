import type { Card, Reason, Step } from './card.ts';
import { truncate } from './format.ts';

const MARKS: Readonly<Record<Step['state'], string>> = {
  done: 'done',
  running: 'running',
  waiting: 'waiting',
  failed: 'FAILED',
  stopped: 'stopped',
};

/** `storefront-release failed in Build`. */
export function toSentence(card: Card): string {
  return `${card.subject} ${card.headline}`;
}

/** A long subject gives way first, or it would hide what became of it. */
export function toShortSentence(
  { subject, headline }: Pick<Card, 'subject' | 'headline'>,
  max: number,
): string {
  const room = Math.max(max - headline.length - 1, max >> 1);
  return truncate(`${truncate(subject, room)} ${headline}`, max);
}

/** The card as lines for mail and other plain media. */
export function toPlainText(card: Card): string {
  const stages = card.progress.map(({ name, state }) => `${name} (${MARKS[state]})`).join(' > ');
  const sections = [
    [toSentence(card), ...(stages === '' ? [] : [stages])],
    card.reasons.flatMap(toReasonLines),
    card.items.map(({ subject, text }) => `${subject} ${text}`.trimEnd()),
    card.facts.map(({ label, text }) => `${label}: ${text}`),
    card.links.map(({ label, url }) => `${label}: ${url}`),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function toReasonLines({ action, provider, text, failedAt, tests, link }: Reason): readonly string[] {
  const who = provider === undefined ? action : `${action} (${provider})`;
  const line = [who, text].filter((part) => part !== undefined && part !== '').join(': ');
  return [
    line,
    ...(failedAt === undefined ? [] : [`  In: ${failedAt}`]),
    ...(tests === undefined ? [] : [`  Tests: ${tests}`]),
    ...(link === undefined ? [] : [`  ${link.label}: ${link.url}`]),
  ];
}
