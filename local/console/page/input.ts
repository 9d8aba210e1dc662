import type { ModalView } from '#local/slack/views.ts';
import { renderText } from './blocks.ts';
import type { Context } from './context.ts';
import { type Json, listIn, objectIn, textIn } from './json.ts';
import { type Attributes, type Element, h } from './tree.ts';

interface InputOptions {
  readonly modal: Pick<ModalView, 'id' | 'values' | 'errors'>;
  readonly context: Context;
  /** The focus starts here. */
  readonly isFirst: boolean;
}

/** An input of a modal with its label, what it is for, and what is wrong with it. */
export function renderInput(block: Json, { modal, context, isFirst }: InputOptions): Element {
  const blockId = textIn(block, 'block_id');
  const id = `${modal.id}-${blockId}`;
  const error = modal.errors[blockId];
  const hint = renderText(objectIn(block, 'hint'), context);
  const described = [hint.length > 0 && `hint-${id}`, error !== undefined && `error-${id}`].filter(Boolean);
  const isOptional = block['optional'] === true;
  const attributes: Attributes = {
    id,
    name: blockId,
    autofocus: isFirst,
    'aria-required': isOptional ? undefined : 'true',
    'aria-invalid': error === undefined ? undefined : 'true',
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
  };
  return h(
    'div',
    { class: 'field', key: blockId },
    h(
      'label',
      { for: id },
      renderText(objectIn(block, 'label'), context),
      isOptional && h('span', { class: 'quiet' }, ' (optional)'),
    ),
    renderControl(objectIn(block, 'element') ?? {}, attributes, modal.values[blockId]),
    error !== undefined && h('p', { class: 'field-error', id: `error-${id}` }, error),
    hint.length > 0 && h('p', { class: 'quiet', id: `hint-${id}` }, hint),
  );
}

function renderControl(element: Json, attributes: Attributes, given: string | undefined): Element {
  const type = textIn(element, 'type');
  if (type === 'static_select') return renderSelect(element, attributes, given);
  if (type !== 'plain_text_input')
    return h('span', { class: 'block-unknown' }, `This page cannot show "${type}" inputs.`);

  const text = given ?? textIn(element, 'initial_value');
  const placeholder = textIn(objectIn(element, 'placeholder') ?? {}, 'text');
  const shown = { ...attributes, placeholder: placeholder === '' ? undefined : placeholder };
  return element['multiline'] === true
    ? h('textarea', { ...shown, rows: 3 }, text)
    : h('input', { ...shown, type: 'text', value: text });
}

function renderSelect(element: Json, attributes: Attributes, given: string | undefined): Element {
  const initial = textIn(objectIn(element, 'initial_option') ?? {}, 'value');
  const chosen = given ?? initial;
  const groups = listIn(element, 'option_groups').flatMap((group) => listIn(group, 'options'));
  const placeholder = textIn(objectIn(element, 'placeholder') ?? {}, 'text') || 'Choose';
  return h(
    'select',
    attributes,
    initial === '' && h('option', { key: 'none', value: '' }, placeholder),
    [...listIn(element, 'options'), ...groups].map((option) => {
      const value = textIn(option, 'value');
      const label = textIn(objectIn(option, 'text') ?? {}, 'text');
      return h('option', { key: `option-${value}`, value, selected: value === chosen }, label);
    }),
  );
}
