import type { KnownBlock } from '@slack/types';
import type { Button, Card, Fact, Item, Link, Person, Step, Tone } from '#shared/presentation/card.ts';
import { toSentence } from '#shared/presentation/plain-text.ts';
import { type ReasonStyle, reasonBlocks, reasonLines } from './reasons.ts';
import { context, MAX_TEXT, section } from './sections.ts';
import { escapeTo, link, time } from './text.ts';

// https://docs.slack.dev/reference/block-kit/blocks: blocks 50.
const MAX_LINE = 300;
const MAX_STEPS = 50;
const MAX_ITEM = 150;
// All blocks of a message: 13,200, of which the rest needs a thousand.
const MAX_ITEMS = 12_000;
const MAX_ITEM_SECTIONS = 40;
const MAX_FALLBACK = 3000;

const TONES: Readonly<Record<Tone, string>> = {
  running: ':hourglass_flowing_sand:',
  good: ':white_check_mark:',
  bad: ':x:',
  stopped: ':black_square_for_stop:',
  neutral: ':information_source:',
};

const STEPS: Readonly<Record<Step['state'], string>> = {
  done: ':white_check_mark:',
  running: ':hourglass_flowing_sand:',
  waiting: ':white_circle:',
  failed: ':x:',
  stopped: ':black_square_for_stop:',
};

export interface SlackMessage {
  /** For notifications, screen readers and clients without blocks. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** Headline, stages, why, the change and where to look. */
export function toBlocks(card: Card, style: ReasonStyle): SlackMessage {
  const lines = [
    ...card.items.map(({ subject, text }) => `${subject} ${text}`),
    ...card.reasons.flatMap(reasonLines),
  ];
  const details = [...card.facts.map(factText), ...card.links.map(linkText)];
  return {
    text: escapeTo([toSentence(card), ...lines].filter((line) => line !== '').join('\n'), MAX_FALLBACK),
    blocks: [
      section(headline(card)),
      ...(card.progress.length > 0 ? [section(progress(card.progress))] : []),
      ...itemSections(card.items),
      ...reasonBlocks(card.reasons, style),
      ...(details.length > 0 ? [context(joinWithin(details, '  ·  ', MAX_TEXT))] : []),
      ...(card.buttons.length > 0 ? [actions(card.buttons)] : []),
    ],
  };
}

function headline({ tone, subject, headline: what, link: target }: Card): string {
  const name = target === undefined ? escapeTo(subject, MAX_LINE) : link(target.url, subject);
  return `${TONES[tone]} *${name}* ${escapeTo(what, MAX_LINE * 2)}`;
}

function progress(steps: readonly Step[]): string {
  const shown = steps.slice(0, MAX_STEPS).map(({ name, state }) => `${STEPS[state]} ${escapeTo(name, 100)}`);
  return joinWithin(shown, '   ', MAX_TEXT);
}

/** A line each, as many to a section as it holds; without links where they would be more than Slack takes. */
function itemSections(items: readonly Item[]): readonly KnownBlock[] {
  const linked = items.map(itemLine);
  const fits = linked.join('\n').length <= MAX_ITEMS;
  const lines = fits ? linked : items.map((item) => itemLine({ ...item, link: undefined }));
  const sections: string[] = [];
  for (const line of lines) {
    const last = sections.at(-1);
    if (last === undefined || last.length + line.length >= MAX_TEXT) sections.push(line);
    else sections[sections.length - 1] = `${last}\n${line}`;
  }
  return sections.slice(0, MAX_ITEM_SECTIONS).map(section);
}

function itemLine({ subject, text, tone, link: target }: Item): string {
  const name = target === undefined ? escapeTo(subject, MAX_ITEM) : link(target.url, subject);
  return `${TONES[tone]} ${name} ${escapeTo(text, MAX_ITEM)}`;
}

function factText({ label, text, link: target, time: at, people = [] }: Fact): string {
  if (people.length > 0)
    return `${label}: ${joinWithin([...people.map(mention), escapeTo(text, MAX_LINE)], ' ', MAX_LINE * 2).trim()}`;
  if (at !== undefined) return `${label} ${time(at, text)}`;
  if (target === undefined || !text.startsWith(target.label)) return `${label}: ${escapeTo(text, MAX_LINE)}`;
  return `${label}: ${link(target.url, target.label)}${escapeTo(text.slice(target.label.length), MAX_LINE)}`;
}

/** Only what can be an id: nothing else may stand where Slack expects one. */
function mention({ kind, id }: Person): string {
  if (!/^[A-Z0-9]{2,30}$/.test(id)) return escapeTo(id, 100);
  return kind === 'user' ? `<@${id}>` : `<!subteam^${id}>`;
}

function actions(buttons: readonly Button[]): KnownBlock {
  return {
    type: 'actions',
    elements: buttons.map(({ action, label, style, value }) => ({
      type: 'button',
      action_id: action,
      text: { type: 'plain_text', text: label },
      value,
      ...(style && { style }),
    })),
  };
}

function linkText({ url, label }: Link): string {
  return link(url, label);
}

/** As many whole parts as fit. */
function joinWithin(parts: readonly string[], separator: string, max: number): string {
  let text = '';
  for (const part of parts) {
    const next = text === '' ? part : `${text}${separator}${part}`;
    if (next.length > max - 2) return `${text} …`;
    text = next;
  }
  return text;
}
