import type { Context } from './context.ts';
import { type Json, textIn } from './json.ts';
import { type Attributes, type Child, h, type Node } from './tree.ts';

interface ButtonOptions {
  readonly label: readonly Node[];
  readonly blockId: string;
  readonly context: Context;
}

/** A button, and beside it what Slack says when the app did not take the last press. */
export function renderButton(element: Json, { label, blockId, context: { presses } }: ButtonOptions): Child {
  const kind = `button ${textIn(element, 'style')}`.trim();
  const url = textIn(element, 'url');
  const actionId = textIn(element, 'action_id');
  const isLink = /^https?:\/\//.test(url);
  const press =
    presses && actionId !== ''
      ? JSON.stringify({
          channel: presses.channel,
          ts: presses.ts,
          actionId,
          ...(blockId !== '' && { blockId }),
        })
      : undefined;
  const problem = press === undefined ? undefined : presses?.problems[press];
  const attributes = press === undefined ? {} : toPress(press, presses?.underWay.has(press) === true);
  return [
    isLink
      ? h('a', { ...attributes, class: kind, href: url, target: '_blank', rel: 'noreferrer noopener' }, label)
      : h('button', { ...attributes, class: kind, type: 'button', disabled: press === undefined }, label),
    problem !== undefined && h('span', { class: 'problem', role: 'alert' }, problem),
  ];
}

/** `aria-disabled` rather than `disabled`: the focus stays where it is. */
function toPress(press: string, isUnderWay: boolean): Attributes {
  return {
    key: press,
    'data-action': 'press',
    'data-value': press,
    'aria-disabled': isUnderWay ? 'true' : undefined,
  };
}
