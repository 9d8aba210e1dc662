/** What a message refers to but does not hold. */
export interface Context {
  /** Names by id: people, channels and groups. */
  readonly names: Readonly<Record<string, string>>;
  readonly now: Date;
  /** The reader's own; those of the browser if absent. */
  readonly timeZone?: string;
  readonly locale?: string;
  /** Where buttons can be pressed. */
  readonly presses?: Presses;
}

export interface Presses {
  readonly channel: string;
  /** The message. */
  readonly ts: string;
  readonly underWay: ReadonlySet<string>;
  readonly problems: Readonly<Record<string, string>>;
}

/** For a message of the channel. */
export function inMessage(context: Context, ts: string): Context {
  return context.presses ? { ...context, presses: { ...context.presses, ts } } : context;
}
