import { BUTTON_ACTIONS, type ButtonAction } from '#shared/presentation/card.ts';
import { truncate } from '#shared/presentation/format.ts';

const MAX_HEADLINE = 300;
export const MAX_REASON = 1000;

interface Wording {
  /** Slack takes 24 characters. */
  readonly title: string;
  readonly submit: string;
}

/** Where the button's own words cannot be had. */
const CHOOSE = { title: 'Decide', submit: 'Decide' };
/** Of a dialog's title and buttons. */
const MAX_LABEL = 24;

const WORDINGS: Readonly<Record<ButtonAction, Wording>> = {
  'approval.approve': { title: 'Approve', submit: 'Approve' },
  'approval.reject': { title: 'Reject', submit: 'Reject' },
  'approval.choose-1': CHOOSE,
  'approval.choose-2': CHOOSE,
  'approval.choose-3': CHOOSE,
  'approval.choose-4': CHOOSE,
  'execution.retry': { title: 'Retry the stage', submit: 'Retry' },
  'execution.rollback': { title: 'Roll the stage back', submit: 'Roll back' },
  'execution.stop': { title: 'Stop the execution', submit: 'Stop' },
  'execution.silence': { title: 'Silence the pipeline', submit: 'Silence' },
};

const DURATIONS: readonly (readonly [text: string, seconds: number])[] = [
  ['30 minutes', 1800],
  ['1 hour', 3600],
  ['2 hours', 7200],
  ['4 hours', 14_400],
  ['8 hours', 28_800],
  ['1 day', 86_400],
  ['3 days', 259_200],
  ['7 days', 604_800],
];

/** What the dialog is about; Slack gives it back with what the person wrote. */
export interface Subject {
  readonly record: string;
  readonly channel: string;
  readonly stage?: string | undefined;
}

export interface Modal {
  readonly action: ButtonAction;
  readonly subject: Subject;
  /** The first line of the message that the button is on. */
  readonly headline: string;
  readonly isReasonRequired: boolean;
  /** Of the button, where what it does is for who asks to say. */
  readonly label?: string | undefined;
}

/** A dialog in Slack's form, https://docs.slack.dev/reference/views/modal-views. */
export function toView({ action, subject, headline, isReasonRequired, label }: Modal) {
  const { title, submit } = label === undefined ? WORDINGS[action] : { title: label, submit: label };
  return {
    type: 'modal',
    callback_id: action,
    private_metadata: JSON.stringify(subject),
    title: plainText(truncate(title, MAX_LABEL)),
    submit: plainText(truncate(submit, MAX_LABEL)),
    close: plainText('Cancel'),
    blocks: [
      ...(headline === '' ? [] : [{ type: 'section', text: plainText(truncate(headline, MAX_HEADLINE)) }]),
      ...(action === 'execution.silence' ? [durationInput()] : []),
      reasonInput(isReasonRequired),
    ],
  };
}

/** Undefined: a button of somebody else's, or of another version. */
export function findButtonAction(id: string): ButtonAction | undefined {
  return BUTTON_ACTIONS.find((action) => action === id);
}

function reasonInput(isRequired: boolean) {
  return {
    type: 'input',
    block_id: 'reason',
    optional: !isRequired,
    label: plainText('Reason'),
    element: { type: 'plain_text_input', action_id: 'reason', multiline: true, max_length: MAX_REASON },
  };
}

function durationInput() {
  const options = DURATIONS.map(([text, seconds]) => ({ text: plainText(text), value: String(seconds) }));
  return {
    type: 'input',
    block_id: 'duration',
    label: plainText('For how long'),
    element: { type: 'static_select', action_id: 'duration', options, initial_option: options[1] },
  };
}

function plainText(text: string) {
  return { type: 'plain_text', text };
}
