import { describe, expect, it } from '@jest/globals';
import { eventsKey, snapshotKey } from '#shared/archive/key.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution } from '#tests/support/build-record.ts';

describe('keys of the archive', () => {
  it('put events under the day that they arrived, as Hive partitions', () => {
    expect(eventsKey(START, 'm/1')).toBe('events/year=2026/month=03/day=04/m%2F1.ndjson.gz');
    expect(eventsKey(Date.parse('2026-12-31T23:59:59Z') / 1000, 'm')).toContain('year=2026/month=12/day=31');
  });

  it('put a snapshot under its pipeline and the day that it started', () => {
    expect(snapshotKey(buildExecution([{}], { executionId: 'e-1' }))).toBe(
      'snapshots/account=111122223333/region=eu-west-1/pipeline=web-shop/year=2026/month=03/day=04/e-1.json',
    );
  });

  it('let no name leave its place', () => {
    expect(snapshotKey(buildExecution([{}], { pipeline: '../x=1', executionId: 'a/b?c' }))).toBe(
      'snapshots/account=111122223333/region=eu-west-1/pipeline=..%2Fx%3D1/year=2026/month=03/day=04/a%2Fb%3Fc.json',
    );
  });
});
