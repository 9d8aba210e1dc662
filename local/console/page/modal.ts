import type { ModalView } from '#local/slack/views.ts';
import { renderBlocks } from './blocks.ts';
import type { Context } from './context.ts';
import { renderInput } from './input.ts';
import { type Element, h, type Node } from './tree.ts';

interface ModalOptions {
  readonly context: Context;
  readonly isUnderWay: boolean;
  readonly problem: string | undefined;
}

/** A modal over the page. Slack checks the inputs, so the browser does not. */
export function renderModal(modal: ModalView, { context, isUnderWay, problem }: ModalOptions): Element {
  const titleId = `title-${modal.id}`;
  return h(
    'dialog',
    { class: 'modal', key: modal.id, 'aria-labelledby': titleId, 'data-value': modal.id },
    h(
      'form',
      { novalidate: true, 'data-form': 'submit-modal', 'data-value': modal.id },
      h(
        'header',
        { class: 'modal-head' },
        h('h2', { id: titleId }, modal.title),
        renderClose(modal, { class: 'modal-x', 'aria-label': 'Close' }, '×'),
      ),
      h(
        'div',
        { class: 'modal-body content' },
        problem !== undefined && h('p', { class: 'modal-problem', role: 'alert' }, problem),
        renderModalBlocks(modal, { context, isUnderWay }),
      ),
      renderFoot(modal, isUnderWay),
    ),
  );
}

function renderModalBlocks(
  modal: ModalView,
  { context, isUnderWay }: Pick<ModalOptions, 'context' | 'isUnderWay'>,
): readonly Node[] {
  const first = modal.blocks.find(({ type }) => type === 'input');
  return modal.blocks.flatMap((block) =>
    block['type'] === 'input'
      ? renderInput(block, {
          // What is on its way may be well by now.
          modal: isUnderWay ? { ...modal, errors: {} } : modal,
          context,
          isFirst: block === first,
        })
      : renderBlocks([block], context),
  );
}

function renderFoot(modal: ModalView, isUnderWay: boolean): Element {
  return h(
    'footer',
    { class: 'modal-foot' },
    renderClose(modal, { class: 'button' }, modal.close),
    modal.submit !== undefined &&
      h(
        'button',
        { class: 'button primary', type: 'submit', 'aria-disabled': isUnderWay ? 'true' : undefined },
        modal.submit,
      ),
  );
}

function renderClose(
  { id }: ModalView,
  attributes: Readonly<Record<string, string>>,
  label: string,
): Element {
  return h(
    'button',
    { type: 'button', 'data-action': 'close-modal', 'data-value': id, ...attributes },
    label,
  );
}
