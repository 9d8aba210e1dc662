import type { Context } from './context.ts';
import { findEmoji } from './emoji.ts';
import { findMoment } from './moment.ts';
import { h, type Node } from './tree.ts';

interface Scope {
  readonly context: Context;
  /** Leaves bare addresses alone. */
  readonly verbatim: boolean;
}

interface Rule {
  /** Sticky: it is tried at one place of the text. */
  readonly pattern: RegExp;
  /** Nothing: what stands there is text like any other. */
  readonly render: (match: RegExpExecArray, scope: Scope) => Node | undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

const RULES: readonly Rule[] = [
  { pattern: /<(?<reference>[^<>\n]+)>/y, render: renderReference },
  {
    pattern: /(?<![\p{L}\p{N}`])`(?<code>[^`\n]+)`/uy,
    render: ({ groups }) => h('code', {}, decodeCode(groups?.['code'] ?? '')),
  },
  { pattern: /:(?<name>[a-z0-9_+-]+):/y, render: ({ groups }) => renderEmoji(groups?.['name'] ?? '') },
  pair('\\*', 'strong'),
  pair('_', 'em'),
  pair('~', 's'),
  {
    pattern: /(?<![\p{L}\p{N}])https?:\/\/[^\s<>|]*[^\s<>|.,;:!?'")\]*_~`]/uy,
    render: ([url], { verbatim }) => (verbatim ? undefined : renderLink(decode(url), decode(url))),
  },
];

/** Slack's mrkdwn as nodes. Text from outside only ever becomes text: entities are decoded once, at the leaves. */
export function renderMrkdwn(text: string, context: Context, verbatim = false): readonly Node[] {
  const parts = text.split(/\n?```\n?([\s\S]+?)\n?```\n?/);
  return parts.flatMap((part, index) =>
    index % 2 === 1 ? [h('pre', {}, decodeCode(part))] : renderLines(part, { context, verbatim }),
  );
}

/** Plain text objects: no formatting but emoji. */
export function renderPlain(text: string, emoji = true): readonly Node[] {
  if (!emoji) return [decode(text)];

  return text
    .split(/:([a-z0-9_+-]+):/)
    .map((part, index) => (index % 2 === 1 ? (renderEmoji(part) ?? `:${part}:`) : decode(part)))
    .filter((node) => node !== '');
}

/** A link, where it leads to a page or a mailbox; anything else stays text. */
export function renderLink(url: string, label: string): Node {
  return /^(?:https?:\/\/|mailto:)/i.test(url)
    ? h('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, label)
    : label;
}

export function renderEmoji(name: string): Node | undefined {
  const emoji = findEmoji(name);
  return emoji === undefined
    ? undefined
    : h(
        'span',
        { class: 'emoji', role: 'img', 'aria-label': name.replaceAll('_', ' '), title: `:${name}:` },
        emoji,
      );
}

export function renderMention(label: string, kind: 'person' | 'everybody' | 'channel' = 'person'): Node {
  return h('span', { class: `mention ${kind}` }, label);
}

export function decode(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Lines that start with > are one quotation together; >>> quotes all the rest. */
function renderLines(text: string, scope: Scope): readonly Node[] {
  if (text === '') return [];

  const rest = /(?:^|\n)(?:>>>|&gt;&gt;&gt;) ?/.exec(text);
  if (rest)
    return [
      ...renderLines(text.slice(0, rest.index), scope),
      h('blockquote', {}, renderInline(text.slice(rest.index + rest[0].length), scope)),
    ];

  return groupLines(text.split('\n')).flatMap(({ isQuote, lines }) => {
    const nodes = renderInline(lines.join('\n'), scope);
    return isQuote ? [h('blockquote', {}, nodes)] : nodes;
  });
}

function groupLines(lines: readonly string[]): readonly { isQuote: boolean; lines: readonly string[] }[] {
  const groups: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of lines) {
    const quoted = /^(?:>|&gt;) ?(?<text>.*)$/.exec(line)?.groups?.['text'];
    const isQuote = quoted !== undefined;
    const last = groups.at(-1);
    if (last?.isQuote === isQuote) last.lines.push(quoted ?? line);
    else groups.push({ isQuote, lines: [quoted ?? line] });
  }
  return groups;
}

function renderInline(text: string, scope: Scope): readonly Node[] {
  const nodes: Node[] = [];
  let plain = '';
  for (let index = 0; index < text.length; ) {
    const found = findNodeAt(text, index, scope);
    if (found) {
      nodes.push(...(plain === '' ? [] : [decode(plain)]), found.node);
      plain = '';
    } else plain += text.charAt(index);
    index += found?.length ?? 1;
  }
  return plain === '' ? nodes : [...nodes, decode(plain)];
}

function findNodeAt(text: string, index: number, scope: Scope): { node: Node; length: number } | undefined {
  for (const { pattern, render } of RULES) {
    pattern.lastIndex = index;
    const match = pattern.exec(text);
    const node = match ? render(match, scope) : undefined;
    if (match && node !== undefined) return { node, length: match[0].length };
  }
  return undefined;
}

/** `*bold*`: touches its words inside, touches none outside; what stands in <…> does not end it. */
function pair(mark: string, tag: string): Rule {
  const outside = `[\\p{L}\\p{N}${mark}]`;
  const inner = `(?=[^\\s${mark}])(?<inner>(?:[^${mark}\\n<]|<[^<>\\n]*>)+)(?<=\\S)`;
  return {
    pattern: new RegExp(`(?<!${outside})${mark}${inner}${mark}(?!${outside})`, 'uy'),
    render: ({ groups }, scope) => h(tag, {}, renderInline(groups?.['inner'] ?? '', scope)),
  };
}

function renderReference({ groups, 0: whole }: RegExpExecArray, { context }: Scope): Node {
  const [target = '', ...rest] = (groups?.['reference'] ?? '').split('|');
  const label = rest.length > 0 ? decode(rest.join('|')) : undefined;
  if (target.startsWith('@'))
    return renderMention(`@${context.names[target.slice(1)] ?? label ?? target.slice(1)}`);
  if (target.startsWith('#'))
    return renderMention(`#${context.names[target.slice(1)] ?? label ?? target.slice(1)}`, 'channel');
  if (target.startsWith('!')) return renderCommand(target.slice(1), label, context);

  const url = decode(target);
  const link = renderLink(url, label ?? url.replace(/^mailto:/, ''));
  return typeof link === 'string' ? decode(whole) : link;
}

function renderCommand(command: string, label: string | undefined, context: Context): Node {
  const [name = '', ...parts] = command.split('^');
  if (['here', 'channel', 'everyone'].includes(name)) return renderMention(`@${name}`, 'everybody');
  if (name === 'subteam') return renderMention(context.names[parts[0] ?? ''] ?? label ?? `@${parts[0]}`);
  if (name !== 'date') return `<${label ?? name}>`;

  const [seconds = '', template = '', url] = parts;
  const moment = findMoment(Number(seconds), decode(template), context) ?? label ?? '';
  const time = h('time', { datetime: toIso(Number(seconds)) }, moment);
  return url === undefined ? time : renderLink(url, moment);
}

function toIso(seconds: number): string | undefined {
  const at = new Date(seconds * 1_000);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** In code, references are shown by their label and nothing is formatted. */
function decodeCode(text: string): string {
  return decode(text.replace(/<(?:[^<>|\n]+\|)?([^<>\n]+)>/g, '$1'));
}
