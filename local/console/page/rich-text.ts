import type { Context } from './context.ts';
import { type Json, listIn, objectIn, textIn } from './json.ts';
import { findMoment } from './moment.ts';
import { renderEmoji, renderLink, renderMention } from './mrkdwn.ts';
import { h, type Node } from './tree.ts';

type Render = (element: Json, context: Context) => Node;

const PARTS: ReadonlyMap<string, Render> = new Map<string, Render>([
  ['rich_text_section', (part, context) => h('p', {}, renderElements(part, context))],
  ['rich_text_quote', (part, context) => h('blockquote', {}, renderElements(part, context))],
  ['rich_text_preformatted', (part, context) => h('pre', {}, renderElements(part, context))],
  ['rich_text_list', renderList],
]);

/** Text here is what it is: rich text knows no markup and no entities. */
const ELEMENTS: ReadonlyMap<string, Render> = new Map<string, Render>([
  ['text', (element) => textIn(element, 'text')],
  [
    'link',
    (element) => renderLink(textIn(element, 'url'), textIn(element, 'text') || textIn(element, 'url')),
  ],
  ['emoji', (element) => renderEmoji(textIn(element, 'name')) ?? `:${textIn(element, 'name')}:`],
  ['user', (element, { names }) => renderMention(`@${nameOf(element, 'user_id', names)}`)],
  ['channel', (element, { names }) => renderMention(`#${nameOf(element, 'channel_id', names)}`, 'channel')],
  ['usergroup', (element, { names }) => renderMention(nameOf(element, 'usergroup_id', names))],
  ['broadcast', (element) => renderMention(`@${textIn(element, 'range')}`, 'everybody')],
  ['date', renderDate],
]);

const STYLES: Readonly<Record<string, string>> = { bold: 'strong', italic: 'em', strike: 's', code: 'code' };

export function renderRichText(block: Json, context: Context): Node {
  const parts = listIn(block, 'elements').map((part) => PARTS.get(textIn(part, 'type'))?.(part, context));
  return h('div', { class: 'rich-text' }, parts);
}

function renderList(part: Json, context: Context): Node {
  const items = listIn(part, 'elements').map((item) => h('li', {}, renderElements(item, context)));
  return h(part['style'] === 'ordered' ? 'ol' : 'ul', {}, items);
}

function renderElements(part: Json, context: Context): readonly Node[] {
  return listIn(part, 'elements').map((element) => {
    const node = ELEMENTS.get(textIn(element, 'type'))?.(element, context) ?? '';
    return Object.entries(objectIn(element, 'style') ?? {}).reduce<Node>((styled, [name, isOn]) => {
      const tag = STYLES[name];
      return isOn === true && tag !== undefined ? h(tag, {}, styled) : styled;
    }, node);
  });
}

function renderDate(element: Json, context: Context): Node {
  const moment = findMoment(Number(element['timestamp']), textIn(element, 'format'), context);
  const label = moment ?? textIn(element, 'fallback');
  const url = textIn(element, 'url');
  return url === '' ? h('time', {}, label) : renderLink(url, label);
}

function nameOf(element: Json, key: string, names: Context['names']): string {
  const id = textIn(element, key);
  return names[id] ?? id;
}
