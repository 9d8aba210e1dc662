/** An item's own attributes, by name; the key is not among them. */
export interface Item {
  readonly sets: ReadonlyMap<string, readonly string[]>;
  readonly strings: ReadonlyMap<string, string>;
}

export interface Addition {
  /** Elements for string sets. Adding is commutative and idempotent. */
  readonly sets?: Readonly<Record<string, readonly string[]>>;
  /** Written without a condition: only what is the same from every writer, or where the last may win. */
  readonly strings?: Readonly<Record<string, string>>;
  readonly numbers?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
}

export interface Replacement {
  /** Undefined: the attribute must not be there yet. */
  readonly expected: string | undefined;
  /** Undefined: removes it. */
  readonly value: string | undefined;
  readonly numbers?: Readonly<Record<string, number>>;
}

/**
 * The table, as three operations on single items; transactions and streams are not needed.
 * Failures: UnavailableError (throttled, no answer), ConfigError (no such table, no permission).
 */
export interface Table {
  /** One UpdateItem without a condition; gives the whole item as it is afterwards. */
  add(pk: string, addition: Addition): Promise<Item>;
  /** Strongly consistent. Items that are not there are left out. */
  get(pks: readonly string[]): Promise<ReadonlyMap<string, Item>>;
  /** Compare and set of one string attribute; false when it was not as expected. */
  replace(pk: string, attribute: string, replacement: Replacement): Promise<boolean>;
}

export const EMPTY_ITEM: Item = { sets: new Map(), strings: new Map() };
