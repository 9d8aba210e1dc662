import { type ExecutionIdentity, toPipelineKey } from '#shared/domain/pipeline-event.ts';
import type { Silence } from '#shared/domain/silence.ts';
import type { Item, Table } from './table.ts';

const LIFETIME_SECONDS = 86_400;

export type PipelineIdentity = Omit<ExecutionIdentity, 'executionId'>;

export function toSilenceKey(pipeline: PipelineIdentity): string {
  return toPipelineKey('silence', pipeline);
}

/** Undefined when nothing is silenced, or not any more. */
export function silenceIn(item: Item | undefined, now: number): Silence | undefined {
  const text = (name: string) => item?.strings.get(name) ?? '';
  const until = Number(text('until'));
  if (until <= now) return undefined;
  return { until, by: text('by'), reason: text('reason'), at: Number(text('at')) };
}

/** The last one counts, so a shorter one ends a longer one. */
export async function saveSilence(
  table: Table,
  pipeline: PipelineIdentity,
  { until, by, reason, at }: Silence,
): Promise<void> {
  await table.add(toSilenceKey(pipeline), {
    strings: { schema: '1', until: String(until), by, reason, at: String(at) },
    numbers: { expires: until + LIFETIME_SECONDS },
  });
}
