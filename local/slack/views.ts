import type { Content, Metadata } from './content.ts';

/** Slack as people see it: what the console shows and what tests ask about. */
export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
  /** Who can see it: ids of people and of the bot. */
  readonly members: readonly string[];
  /** The flow of the channel, oldest first: messages, and the replies that were also sent to the channel. */
  readonly messages: readonly MessageView[];
  /** Messages that only one person sees; not in any history. */
  readonly ephemeral: readonly EphemeralView[];
}

export interface MessageView extends Content {
  readonly ts: string;
  readonly author: AuthorView;
  /** Slack shows "(edited)" only where text was updated, never for blocks. */
  readonly edited: boolean;
  readonly metadata?: Metadata;
  /** The parent, for a reply. */
  readonly threadTs?: string;
  /** A reply that was also sent to the channel. */
  readonly broadcast: boolean;
  /** The thread, oldest first; empty for a reply. */
  readonly replies: readonly MessageView[];
}

export interface EphemeralView extends Content {
  readonly ts: string;
  readonly user: string;
  readonly author: AuthorView;
  readonly threadTs?: string;
}

export interface AuthorView {
  readonly id: string;
  readonly name: string;
  readonly kind: 'app' | 'webhook' | 'person';
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  readonly teamId: string;
  /** Belongs to another workspace (Slack Connect) and sees only what is shared with it. */
  readonly isGuest: boolean;
}

/** A modal that a person has open. */
export interface ModalView {
  readonly id: string;
  readonly user: string;
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly title: string;
  /** Label of the button; nothing can be submitted without it. */
  readonly submit?: string;
  readonly close: string;
  readonly blocks: Content['blocks'];
  /** What was given at the last submission, by block: text, or the value of an option. */
  readonly values: Readonly<Record<string, string>>;
  /** What was wrong with it, by block. */
  readonly errors: Readonly<Record<string, string>>;
  /** What Slack says when the app does not answer as it should. */
  readonly problem?: string;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}
