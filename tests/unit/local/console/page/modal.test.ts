import { describe, expect, it } from '@jest/globals';
import { renderModal } from '#local/console/page/modal.ts';
import { type Element, type Node, toText } from '#local/console/page/tree.ts';
import type { ModalView } from '#local/slack/views.ts';
import { CONTEXT } from './context.ts';

const MODAL: ModalView = {
  id: 'V1',
  user: 'U0ADA00001',
  callbackId: 'approval.approve',
  privateMetadata: '',
  title: 'Approve web',
  submit: 'Approve',
  close: 'Cancel',
  blocks: [
    { type: 'section', text: { type: 'plain_text', text: 'web waits for you' } },
    {
      type: 'input',
      block_id: 'reason',
      label: { type: 'plain_text', text: 'Reason' },
      hint: { type: 'plain_text', text: 'Everybody sees it' },
      element: { type: 'plain_text_input', action_id: 'reason', multiline: true },
    },
    {
      type: 'input',
      block_id: 'duration',
      optional: true,
      label: { type: 'plain_text', text: 'For how long' },
      element: {
        type: 'static_select',
        action_id: 'duration',
        options: [
          { text: { type: 'plain_text', text: '1 hour' }, value: '3600' },
          { text: { type: 'plain_text', text: '2 hours' }, value: '7200' },
        ],
      },
    },
  ],
  values: {},
  errors: {},
};

function show(more: Partial<ModalView> = {}, isUnderWay = false): Element {
  return renderModal({ ...MODAL, ...more }, { context: CONTEXT, isUnderWay, problem: more.problem });
}

function findAll(node: Node, tag: string): readonly Element[] {
  if (typeof node === 'string') return [];
  const inside = node.children.flatMap((child) => findAll(child, tag));
  return node.tag === tag ? [node, ...inside] : inside;
}

describe('renderModal', () => {
  it('shows the title, the blocks, the labels and the buttons', () => {
    expect(toText(show())).toBe(
      'Approve web×web waits for youReasonEverybody sees itFor how long (optional)Choose1 hour2 hoursCancelApprove',
    );
  });

  it('ties each label to its input, and starts in the first', () => {
    const modal = show();

    const controls = ['textarea', 'select'].flatMap((tag) => findAll(modal, tag));

    expect(findAll(modal, 'label').map(({ attributes }) => attributes['for'])).toEqual(
      controls.map(({ attributes }) => attributes['id']),
    );
    expect(controls.map(({ attributes }) => attributes)).toMatchObject([
      { name: 'reason', autofocus: true, 'aria-required': 'true', 'aria-describedby': 'hint-V1-reason' },
      { name: 'duration', autofocus: false, 'aria-required': undefined },
    ]);
  });

  it('keeps what was given and says what is wrong with it', () => {
    const modal = show({ values: { reason: 'no', duration: '7200' }, errors: { reason: 'Say more' } });

    const [textarea] = findAll(modal, 'textarea');
    expect(textarea).toMatchObject({
      children: ['no'],
      attributes: { 'aria-invalid': 'true', 'aria-describedby': 'hint-V1-reason error-V1-reason' },
    });
    expect(
      findAll(modal, 'p').find(({ attributes }) => attributes['id'] === 'error-V1-reason'),
    ).toMatchObject({
      children: ['Say more'],
    });
    expect(findAll(modal, 'option').map(({ attributes }) => attributes['selected'])).toEqual([
      undefined,
      false,
      true,
    ]);
  });

  it('says nothing is wrong, and cannot be submitted again, while it is under way', () => {
    const modal = show({ errors: { reason: 'Say more' } }, true);

    expect(toText(modal)).not.toContain('Say more');
    expect(findAll(modal, 'button').at(-1)?.attributes).toMatchObject({ 'aria-disabled': 'true' });
  });

  it('shows trouble of the whole', () => {
    expect(toText(show({ problem: 'We had some trouble connecting.' }))).toContain('some trouble connecting');
  });

  it('has no button to submit where there is nothing to be submitted', () => {
    const { submit: _, ...rest } = MODAL;

    const modal = renderModal(rest, { context: CONTEXT, isUnderWay: false, problem: undefined });

    expect(findAll(modal, 'button').map(toText)).toEqual(['×', 'Cancel']);
  });
});
