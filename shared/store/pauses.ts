import type { Item, Table } from './table.ts';

const LIFETIME_SECONDS = 86_400;

export interface Pause {
  /** Epoch seconds. */
  readonly until: number;
  /** Code of the error that asked for it. */
  readonly code: string;
}

export function toPauseKey(scope: string): string {
  return `pause/${scope}`;
}

/** Undefined when nothing is paused, or not any more. */
export function pauseIn(item: Item | undefined, now: number): Pause | undefined {
  if (item === undefined) return undefined;
  const until = Number(item.strings.get('until') ?? 0);
  return until > now ? { until, code: item.strings.get('code') ?? '' } : undefined;
}

export async function savePause(table: Table, scope: string, { until, code }: Pause): Promise<void> {
  await table.add(toPauseKey(scope), {
    strings: { schema: '1', until: String(until), code },
    numbers: { expires: until + LIFETIME_SECONDS },
  });
}
