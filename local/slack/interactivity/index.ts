import { toModalView } from '../modals.ts';
import type { ModalView } from '../views.ts';
import { type Command, command } from './command.ts';
import type { Parts } from './payload.ts';
import { type Press, press } from './press.ts';
import type { RequestView } from './sender.ts';
import { close, type Submission, type SubmissionResult, submit } from './submit.ts';

/** What people do with messages and modals, and the app is told of. */
export interface Interactivity {
  /** Where the app takes it; until it is known, Slack says that the app is not configured. */
  setRequestUrl(url: string): void;
  /** Presses a button. Gives the warning that Slack shows beside it, if any. */
  press(given: Press): Promise<string | undefined>;
  /** Types `/signalbox text`. The app's answer is shown to that person; so is what this gives: Slackbot's words of a failure. */
  command(given: Command): Promise<string | undefined>;
  /** The modals that a person has open, or those of everybody; the topmost last. */
  modals(user?: string): readonly ModalView[];
  submit(given: Submission): Promise<SubmissionResult>;
  close(given: Omit<Submission, 'values'>): void;
  /** What was sent to the app, in the order of the answers. */
  requests(): readonly RequestView[];
}

export function createInteractivity(parts: Parts): Interactivity {
  const { sender, workspace } = parts;
  return {
    setRequestUrl: sender.setUrl,
    press: (given) => press(given, parts),
    command: (given) => command(given, parts),
    modals: (user) =>
      (user === undefined ? workspace.modals.all() : workspace.modals.of(user)).map(toModalView),
    submit: (given) => submit(given, parts),
    close: (given) => close(given, parts),
    requests: () => sender.requests,
  };
}
