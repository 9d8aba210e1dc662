import type { Content, Metadata } from './content.ts';
import { EphemeralMessages } from './ephemeral.ts';
import { Refusal } from './refusal.ts';
import type { AuthorView, ChannelView, EphemeralView, MessageView } from './views.ts';

const MICROSECONDS = 1_000_000;

export interface Message extends Content {
  readonly ts: string;
  readonly author: AuthorView;
  readonly threadTs: string | undefined;
  readonly broadcast: boolean;
  readonly metadata: Metadata | undefined;
  readonly editedTs: string | undefined;
}

export interface Draft extends Content {
  readonly author: AuthorView;
  readonly threadTs?: string | undefined;
  readonly broadcast?: boolean;
  readonly metadata?: Metadata | undefined;
}

/** One channel: its messages by ts, in the order in which they were posted. */
export class Channel {
  readonly id: string;
  readonly name: string;
  readonly members: ReadonlySet<string>;
  /** With another workspace. */
  readonly shared: boolean;
  readonly ephemeral = new EphemeralMessages();
  archived = false;
  readonly #messages = new Map<string, Message>();
  readonly #replies = new Map<string, string[]>();
  readonly #now: () => number;
  #lastMicroseconds = 0;

  constructor(options: {
    readonly id: string;
    readonly name: string;
    readonly members: readonly string[];
    readonly shared: boolean;
    readonly now: () => number;
  }) {
    this.id = options.id;
    this.name = options.name;
    this.members = new Set(options.members);
    this.shared = options.shared;
    this.#now = options.now;
  }

  post(draft: Draft): Message {
    const parent = draft.threadTs === undefined ? undefined : this.#findParent(draft.threadTs);
    const message: Message = {
      ts: this.nextTs(),
      text: draft.text,
      blocks: draft.blocks,
      attachments: draft.attachments,
      author: draft.author,
      // A thread whose parent is gone: Slack posts to the channel instead, and says so only by leaving thread_ts out.
      threadTs: parent?.ts,
      broadcast: parent !== undefined && draft.broadcast === true,
      metadata: draft.metadata,
      editedTs: undefined,
    };
    this.#messages.set(message.ts, message);
    if (parent) this.#replies.set(parent.ts, [...(this.#replies.get(parent.ts) ?? []), message.ts]);
    return message;
  }

  postEphemeral(message: Omit<EphemeralView, 'ts'>): string {
    const ts = this.nextTs();
    this.ephemeral.add({ ...message, ts });
    return ts;
  }

  replace(message: Message): void {
    this.#messages.set(message.ts, message);
  }

  delete(ts: string): void {
    const threadTs = this.#messages.get(ts)?.threadTs;
    this.#messages.delete(ts);
    if (threadTs !== undefined)
      this.#replies.set(
        threadTs,
        this.repliesOf(threadTs).map((reply) => reply.ts),
      );
  }

  find(ts: string): Message | undefined {
    return this.#messages.get(ts);
  }

  /** The flow: everything but the replies that stay in their thread. */
  flow(): readonly Message[] {
    return [...this.#messages.values()].filter(
      ({ threadTs, broadcast }) => threadTs === undefined || broadcast,
    );
  }

  repliesOf(ts: string): readonly Message[] {
    return (this.#replies.get(ts) ?? [])
      .map((reply) => this.find(reply))
      .filter((reply) => reply !== undefined);
  }

  view(): ChannelView {
    return {
      id: this.id,
      name: this.name,
      archived: this.archived,
      members: [...this.members],
      messages: this.flow().map((message) => this.#viewOf(message)),
      ephemeral: this.ephemeral.all(),
    };
  }

  /** Unique and growing within the channel, whatever the clock does. */
  nextTs(): string {
    this.#lastMicroseconds = Math.max(this.#now() * 1_000, this.#lastMicroseconds + 1);
    const seconds = Math.floor(this.#lastMicroseconds / MICROSECONDS);
    return `${seconds}.${String(Math.floor(this.#lastMicroseconds % MICROSECONDS)).padStart(6, '0')}`;
  }

  #findParent(threadTs: string): Message | undefined {
    if (!/^\d+\.\d{6}$/.test(threadTs))
      throw new Refusal('invalid_thread_ts', [`[ERROR] ${threadTs} is not a valid thread_ts`]);

    const named = this.#messages.get(threadTs);
    return named?.threadTs === undefined ? named : this.#messages.get(named.threadTs);
  }

  #viewOf(message: Message): MessageView {
    const { editedTs, threadTs, metadata, ...shown } = message;
    return {
      ...shown,
      edited: editedTs !== undefined,
      ...(metadata && { metadata }),
      ...(threadTs !== undefined && { threadTs }),
      replies: this.repliesOf(message.ts).map((reply) => this.#viewOf(reply)),
    };
  }
}
