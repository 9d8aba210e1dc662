import type { Execution } from '#shared/domain/execution.ts';

/** Hive partitions, so that Athena reads the bucket as it is. */
export function snapshotKey({ identity, startedAt }: Execution): string {
  const { account, region, pipeline, executionId } = identity;
  const parts = [
    'snapshots',
    `account=${encode(account)}`,
    `region=${encode(region)}`,
    `pipeline=${encode(pipeline)}`,
    ...datePartitions(startedAt),
    `${encode(executionId)}.json`,
  ];
  return parts.join('/');
}

/** `part` tells apart what is written in one batch window; a repeated batch may write its events again. */
export function eventsKey(receivedAt: number, part: string): string {
  return ['events', ...datePartitions(receivedAt * 1000), `${encode(part)}.ndjson.gz`].join('/');
}

/** Of the day of the request; `part` says which request and what came of it. */
export function auditKey(at: number, part: string): string {
  return ['audit', ...datePartitions(at * 1000), `${encode(part)}.json`].join('/');
}

function datePartitions(milliseconds: number): readonly string[] {
  const [year, month, day] = new Date(milliseconds).toISOString().slice(0, 10).split('-');
  return [`year=${year}`, `month=${month}`, `day=${day}`];
}

function encode(part: string): string {
  return encodeURIComponent(part);
}
