import { renderButton } from './button.ts';
import type { Context } from './context.ts';
import { type Json, listIn, objectIn, textIn } from './json.ts';
import { renderMrkdwn, renderPlain } from './mrkdwn.ts';
import { renderRichText } from './rich-text.ts';
import { type Child, h, type Node } from './tree.ts';

type Render = (block: Json, context: Context) => Node;

const BLOCKS: ReadonlyMap<string, Render> = new Map<string, Render>([
  [
    'header',
    (block, context) => h('h3', { class: 'block-header' }, renderText(objectIn(block, 'text'), context)),
  ],
  ['section', renderSection],
  [
    'context',
    (block, context) =>
      h(
        'div',
        { class: 'block-context' },
        listIn(block, 'elements').map((element) => renderContextElement(element, context)),
      ),
  ],
  ['divider', () => h('hr', {})],
  [
    'actions',
    (block, context) =>
      h(
        'div',
        { class: 'block-actions' },
        listIn(block, 'elements').map((element) =>
          renderElement(element, context, textIn(block, 'block_id')),
        ),
      ),
  ],
  ['image', renderImageBlock],
  ['rich_text', renderRichText],
  ['markdown', (block) => h('div', { class: 'block-text' }, textIn(block, 'text'))],
]);

/** Block Kit as people see it; a kind that this page cannot show is named rather than left out. */
export function renderBlocks(blocks: readonly Json[], context: Context): readonly Node[] {
  return blocks.map((block) => {
    const type = textIn(block, 'type');
    const render = BLOCKS.get(type);
    return render
      ? render(block, context)
      : h('div', { class: 'block-unknown' }, `This page cannot show "${type}" blocks.`);
  });
}

/** A text object, plain or mrkdwn. */
export function renderText(text: Json | undefined, context: Context): readonly Node[] {
  if (!text) return [];

  const value = textIn(text, 'text');
  return text['type'] === 'plain_text'
    ? renderPlain(value, text['emoji'] !== false)
    : renderMrkdwn(value, context, text['verbatim'] === true);
}

function renderSection(block: Json, context: Context): Node {
  const text = objectIn(block, 'text');
  const fields = listIn(block, 'fields');
  const accessory = objectIn(block, 'accessory');
  return h(
    'div',
    { class: 'block-section' },
    h(
      'div',
      { class: 'block-body' },
      text && h('div', { class: 'block-text' }, renderText(text, context)),
      fields.length > 0 &&
        h(
          'div',
          { class: 'block-fields' },
          fields.map((field) => h('div', { class: 'block-text' }, renderText(field, context))),
        ),
    ),
    accessory && renderElement(accessory, context, textIn(block, 'block_id')),
  );
}

function renderContextElement(element: Json, context: Context): Node {
  return element['type'] === 'image'
    ? renderImage(element)
    : h('span', { class: 'block-text' }, renderText(element, context));
}

function renderImageBlock(block: Json, context: Context): Node {
  const title = objectIn(block, 'title');
  return h('figure', {}, title && h('figcaption', {}, renderText(title, context)), renderImage(block));
}

/** The page asks nobody outside for anything: of an image it shows what it is. */
function renderImage(element: Json): Node {
  const alt = textIn(element, 'alt_text');
  return h(
    'span',
    { class: 'image', role: 'img', 'aria-label': alt, title: textIn(element, 'image_url') },
    alt,
  );
}

function renderElement(element: Json, context: Context, blockId: string): Child {
  const label = renderText(objectIn(element, 'text') ?? objectIn(element, 'placeholder'), context);
  if (element['type'] === 'image') return renderImage(element);
  if (element['type'] !== 'button')
    return h('span', { class: 'button select' }, label.length > 0 ? label : '⋯');

  return renderButton(element, { label, blockId, context });
}
