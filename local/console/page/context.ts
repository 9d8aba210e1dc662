/** What a message refers to but does not hold. */
export interface Context {
  /** Names by id: people, channels and groups. */
  readonly names: Readonly<Record<string, string>>;
  readonly now: Date;
  /** The reader's own; those of the browser if absent. */
  readonly timeZone?: string;
  readonly locale?: string;
}
