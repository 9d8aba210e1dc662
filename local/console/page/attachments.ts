import { renderBlocks } from './blocks.ts';
import type { Context } from './context.ts';
import { type Json, listIn, textIn } from './json.ts';
import { renderLink, renderMrkdwn } from './mrkdwn.ts';
import { h, type Node } from './tree.ts';

const COLORS: ReadonlyMap<string, string> = new Map([
  ['good', '#2eb886'],
  ['warning', '#daa038'],
  ['danger', '#a30200'],
]);

/** An attachment: a color bar with blocks, or with the fields of older messages. */
export function renderAttachment(attachment: Json, context: Context): Node {
  const blocks = listIn(attachment, 'blocks');
  return h(
    'div',
    { class: 'attachment', '--bar': toColor(textIn(attachment, 'color')) },
    renderMrkdwn(textIn(attachment, 'pretext'), context),
    h(
      'div',
      { class: 'attachment-body' },
      blocks.length > 0 ? renderBlocks(blocks, context) : renderOldFields(attachment, context),
    ),
  );
}

function renderOldFields(attachment: Json, context: Context): readonly (Node | false)[] {
  const title = textIn(attachment, 'title');
  const text = textIn(attachment, 'text') || textIn(attachment, 'fallback');
  const footer = textIn(attachment, 'footer');
  return [
    title !== '' &&
      h('div', { class: 'attachment-title' }, renderLink(textIn(attachment, 'title_link'), title) || title),
    text !== '' && h('div', { class: 'block-text' }, renderMrkdwn(text, context)),
    h(
      'div',
      { class: 'block-fields' },
      listIn(attachment, 'fields').map((field) =>
        h(
          'div',
          { class: 'block-text' },
          h('strong', {}, textIn(field, 'title')),
          '\n',
          renderMrkdwn(textIn(field, 'value'), context),
        ),
      ),
    ),
    footer !== '' && h('div', { class: 'block-context' }, footer),
  ];
}

function toColor(color: string): string | undefined {
  const hex = color.startsWith('#') ? color : `#${color}`;
  return COLORS.get(color) ?? (/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(hex) ? hex : undefined);
}
