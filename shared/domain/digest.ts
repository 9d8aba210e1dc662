import type { Execution } from './execution.ts';

/** Executions of one destination whose progress was folded into one message, in one slot of time. */
export interface Digest {
  readonly kind: 'digest';
  readonly destination: string;
  readonly slot: number;
  /** In the order of their last event. */
  readonly executions: readonly Execution[];
}

/** A final state is to be seen within a minute of its event. */
export const DIGEST_SECONDS = 45;
const KEY = /^digest\/([a-z0-9-]+)\/(\d+)$/;

export function toDigestKey(destination: string, slot: number): string {
  return `digest/${destination}/${slot}`;
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
): { readonly destination: string; readonly slot: number } | undefined {
  const [, destination, slot] = KEY.exec(key) ?? [];
  return destination === undefined ? undefined : { destination, slot: Number(slot) };
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
