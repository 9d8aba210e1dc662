import type { KnownBlock } from '@slack/types';
import type { Reason } from '#shared/presentation/card.ts';
import { toLine } from '#shared/presentation/format.ts';
import { context, MAX_TEXT, section } from './sections.ts';
import { codeBlock, escapeTo, link } from './text.ts';

const MAX_REASON = 1200;
const MAX_LINE = 300;
const MAX_TESTS = 600;
/** Of all reasons and excerpts: the blocks of a message may have 13,200 characters, and the rest needs a thousand. */
const MAX_WHOLE = 12_000;

export interface ReasonStyle {
  /** `whole`: in a block of its own. `line`: for a message whose thread holds the whole. */
  readonly reasons: 'whole' | 'line';
  /** Whether the whole has the end of the log. */
  readonly excerpts?: boolean;
}

/** Why each action failed: in a line each, or in full with where, which tests and what the log says. */
export function reasonBlocks(reasons: readonly Reason[], style: ReasonStyle): readonly KnownBlock[] {
  if (style.reasons === 'line')
    return reasons.map(toShortText).flatMap((text) => (text === '' ? [] : section(text)));
  const whole = reasons.map(wholeBlocks);
  if (!style.excerpts) return whole.flat();
  let room = MAX_WHOLE - sizeOf(whole);
  return reasons.flatMap(({ excerpt = [] }, index) => {
    const log = preformatted(lastLines(excerpt, Math.min(room, MAX_TEXT)));
    room -= sizeOf(log);
    return [...(whole[index] ?? []), ...log];
  });
}

/** For media without blocks: as much as a line can say, and what tells more than it. */
export function reasonLines({ action, text, failedAt, tests }: Reason): readonly string[] {
  return [
    [action, text].filter((part) => part !== undefined && part !== '').join(': '),
    ...detailsOf({ failedAt, tests }),
  ];
}

function toShortText(reason: Reason): string {
  const { text, failedAt, tests } = reason;
  const told = [
    text === undefined ? '' : escapeTo(toLine(text), MAX_LINE),
    failedAt === undefined ? '' : escapeTo(toLine(failedAt), MAX_LINE),
    tests === undefined ? '' : escapeTo(toLine(tests), MAX_LINE),
  ].filter((part) => part !== '');
  return [whoOf(reason), told.join(' · ')].filter((part) => part !== '').join(': ');
}

function wholeBlocks(reason: Reason): readonly KnownBlock[] {
  const why = reason.text === undefined ? '' : codeBlock(reason.text, MAX_REASON);
  const text = [whoOf(reason), why].filter((part) => part !== '').join('\n');
  const details = detailsOf(reason).map((line) => escapeTo(line, MAX_TESTS));
  return [
    ...(text === '' ? [] : [section(text)]),
    ...(details.length === 0 ? [] : [context(details.join('\n'))]),
  ];
}

function detailsOf({ failedAt, tests }: Pick<Reason, 'failedAt' | 'tests'>): readonly string[] {
  return [
    ...(failedAt === undefined ? [] : [`In: ${toLine(failedAt)}`]),
    ...(tests === undefined ? [] : [`Tests: ${toLine(tests)}`]),
  ];
}

function whoOf({ action, provider, link: target }: Reason): string {
  const who = [
    action === '' ? '' : `*${escapeTo(action, MAX_LINE)}*`,
    provider === undefined ? '' : escapeTo(provider, 100),
    target === undefined ? '' : link(target.url, target.label),
  ];
  return who.filter((part) => part !== '').join(' · ');
}

// Its text is no markup: nothing in it can mention, link or format, so there is nothing to escape.
function preformatted(text: string): readonly KnownBlock[] {
  if (text === '') return [];
  return [
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
    },
  ];
}

function sizeOf(blocks: unknown): number {
  return JSON.stringify(blocks).length;
}

/** As many whole lines as fit, from the end, where a log says what went wrong. */
function lastLines(lines: readonly string[], max: number): string {
  let text = '';
  for (const line of lines.toReversed()) {
    const next = text === '' ? line : `${line}\n${text}`;
    if (next.length > max) break;
    text = next;
  }
  return text;
}
