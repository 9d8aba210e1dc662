/** An event that belongs to no execution, told as far as its envelope tells. */
export interface Notice {
  readonly kind: 'notice';
  /** The event's own id, else a hash of it: a repeat is the same notice. */
  readonly id: string;
  readonly title: string;
  readonly source: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly resource: string | undefined;
  /** Epoch seconds. */
  readonly time: number | undefined;
}

const KEY_PREFIX = 'notice/';

export function toNoticeKey(id: string): string {
  return `${KEY_PREFIX}${encodeURIComponent(id)}`;
}

export function isNoticeKey(key: string): boolean {
  return key.startsWith(KEY_PREFIX);
}
