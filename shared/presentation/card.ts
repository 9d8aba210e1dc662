/** What people read about a record, in no channel's format. All text is plain: a channel escapes it. */
export interface Card {
  /** What it is about: the pipeline, or a notice's source. */
  readonly subject: string;
  /** What became of it, as the end of a sentence that starts with the subject: 'failed in Build'. */
  readonly headline: string;
  readonly tone: Tone;
  /** Stages in order; empty when there are none. */
  readonly progress: readonly Step[];
  /** What it is made of, a line each; empty for a card about one thing. */
  readonly items: readonly Item[];
  readonly facts: readonly Fact[];
  /** Why it failed: one entry per failed action. */
  readonly reasons: readonly Reason[];
  readonly links: readonly Link[];
  /** What a person may do about it; only where the medium can ask who it was. */
  readonly buttons: readonly Button[];
  /** Where the subject can be seen. */
  readonly link: Link | undefined;
  /** What it says in short, whatever the words: the same gist is no news. */
  readonly gist: string;
  /**
   * Changes when a message that shows the present is worth editing: at a change of stage, not at each action.
   * Undefined: every change is.
   */
  readonly pace: string | undefined;
}

export interface Button {
  readonly action: ButtonAction;
  readonly label: string;
  readonly style: 'primary' | 'danger' | undefined;
  /** What it is about, and a hint; who gets it back decides by what the table says. */
  readonly value: string;
}

export const BUTTON_ACTIONS = [
  'approval.approve',
  'approval.reject',
  'approval.choose-1',
  'approval.choose-2',
  'approval.choose-3',
  'approval.choose-4',
  'execution.retry',
  'execution.rollback',
  'execution.stop',
  'execution.silence',
] as const;
export type ButtonAction = (typeof BUTTON_ACTIONS)[number];

/** As many as a question may leave to choose between. */
export const CHOOSE_ACTIONS = [
  'approval.choose-1',
  'approval.choose-2',
  'approval.choose-3',
  'approval.choose-4',
] as const satisfies readonly ButtonAction[];

export interface Item {
  readonly subject: string;
  readonly text: string;
  readonly tone: Tone;
  readonly link: Link | undefined;
}

export type Tone = 'running' | 'good' | 'bad' | 'stopped' | 'neutral';

export interface Step {
  readonly name: string;
  readonly state: 'done' | 'running' | 'waiting' | 'failed' | 'stopped';
}

export interface Fact {
  readonly label: string;
  readonly text: string;
  readonly link?: Link | undefined;
  /** Epoch seconds; the text is the same moment in UTC, for media that cannot show the reader's own time. */
  readonly time?: number;
  /** Ids in the medium's own terms, said before the text: a medium that knows them shows their names. */
  readonly people?: readonly Person[];
}

export interface Person {
  readonly kind: 'user' | 'group';
  readonly id: string;
}

export interface Reason {
  readonly action: string;
  readonly provider: string | undefined;
  readonly text: string | undefined;
  /** In which part of its work: a phase, a lifecycle event, a resource. */
  readonly failedAt?: string | undefined;
  /** Which tests failed, and how many of how many. */
  readonly tests?: string | undefined;
  /** The end of its log, a line each, oldest first: only for destinations that ask for it. */
  readonly excerpt?: readonly string[] | undefined;
  readonly link: Link | undefined;
}

export interface Link {
  readonly label: string;
  readonly url: string;
}
