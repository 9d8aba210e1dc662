import type { Execution } from './execution.ts';

/** Executions of one destination whose progress was folded into one message, in one slot of time. */
export interface Digest {
  readonly kind: 'digest';
  readonly destination: string;
  readonly slot: number;
  /** From 0: what does not fit into one message stands in the next. */
  readonly page: number;
  /** In the order of their last event. */
  readonly executions: readonly Execution[];
}

/** A final state is to be seen within a minute of its event. */
export const DIGEST_SECONDS = 45;
/** A line with its link has some 200 characters, 500 at most; Slack takes 13,200 of a message's blocks. */
export const DIGEST_PAGE = 40;
const KEY = /^digest\/([a-z0-9-]+)\/(\d+)(?:\/(\d+))?$/;

/** All pages of a digest are one item in the table, under the key of the first. */
export function toDigestKey(destination: string, slot: number, page = 0): string {
  return `digest/${destination}/${slot}${page === 0 ? '' : `/${page}`}`;
}

export function slotAt(epochSeconds: number): number {
  return Math.floor(epochSeconds / DIGEST_SECONDS);
}

/** Epoch seconds. */
export function endOfSlot(slot: number): number {
  return (slot + 1) * DIGEST_SECONDS;
}

export function parseDigestKey(
  key: string,
): { readonly destination: string; readonly slot: number; readonly page: number } | undefined {
  const [, destination, slot, page = '0'] = KEY.exec(key) ?? [];
  return destination === undefined ? undefined : { destination, slot: Number(slot), page: Number(page) };
}

export function toDigest(key: string, executions: readonly Execution[]): Digest | undefined {
  const parsed = parseDigestKey(key);
  if (parsed === undefined) return undefined;
  const byTime = [...executions].sort(
    (left, right) =>
      left.newestAt - right.newestAt || (left.identity.executionId < right.identity.executionId ? -1 : 1),
  );
  return { kind: 'digest', ...parsed, executions: byTime };
}
