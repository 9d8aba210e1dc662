import { describe, expect, it } from '@jest/globals';
import { nextSend } from '#functions/deliver/next-send.ts';
import { announcementsOf } from '#shared/domain/record.ts';
import type { Entry } from '#shared/store/deliveries.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, buildNotice, seen } from '#tests/support/build-record.ts';
import { allSends, FAILED, MAIL, RECOVERED, sent, situation } from './situation.ts';

describe('the next send to a destination that is told each thing once', () => {
  const to = { destination: MAIL };

  it('is each announcement in order, and nothing again', () => {
    expect(allSends(FAILED, to)).toEqual(['post started', 'post failed 1']);
    expect(allSends(FAILED, { ...to, told: { started: sent(undefined, undefined) } })).toEqual([
      'post failed 1',
    ]);
    expect(allSends(buildNotice(), to)).toEqual(['post notice']);
  });

  it('tells also what is overtaken: nobody edits a mail', () => {
    expect(allSends(RECOVERED, to)).toEqual([
      'post started',
      'post failed 1',
      'post retried 2',
      'post recovered',
    ]);
  });

  it('tells a success that is no recovery', () => {
    expect(allSends(buildExecution(seen('STARTED@0', 'SUCCEEDED@9')), to)).toEqual([
      'post started',
      'post succeeded',
    ]);
  });

  it('tells of the success where the recovery is not owed', () => {
    const owed = announcementsOf(RECOVERED).filter(({ status }) => status === 'succeeded');

    expect(allSends(RECOVERED, { ...to, owed })).toEqual(['post succeeded']);
  });

  it('holds back a failure that is not explained, and what comes after it, until the record settled', () => {
    const unexplained = buildExecution(seen('STARTED@0', 'FAILED@9', 'RESUMED@20#2'));

    expect(allSends(unexplained, to)).toEqual(['post started']);
    expect(allSends(unexplained, { ...to, settled: true })).toEqual([
      'post started',
      'post failed 1',
      'post retried 2',
    ]);
  });

  it('leaves untold what comes to light after the news that follows it', () => {
    const told = { recovered: sent(undefined, undefined) };

    expect(allSends(RECOVERED, { ...to, told })).toEqual([]);
  });

  it('holds back a recovery while the failure may be on its way, until the record settled', () => {
    const unexplained = buildExecution(seen('RESUMED@20#2', 'SUCCEEDED@60#2'));

    expect(allSends(unexplained, to)).toEqual(['post started', 'post retried 2']);
    expect(allSends(unexplained, { ...to, settled: true })).toContain('post recovered');
  });

  it('passes over what was refused, once', () => {
    const first = nextSend(situation(FAILED, to));
    const refused: Entry = { state: 'parked', at: START, hash: first?.hash ?? '', code: 'rejected' };

    expect(allSends(FAILED, { ...to, told: { started: refused } })).toEqual(['post failed 1']);
  });
});
