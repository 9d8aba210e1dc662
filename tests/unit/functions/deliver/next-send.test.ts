import { describe, expect, it } from '@jest/globals';
import { isClaimed, nextSend } from '#functions/deliver/next-send.ts';
import { announcementsOf } from '#shared/domain/record.ts';
import type { Entry } from '#shared/store/deliveries.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, buildNotice, seen } from '#tests/support/build-record.ts';
import {
  allSends,
  FAILED,
  parentOf,
  RECOVERED,
  REF,
  RETRIED,
  RUNNING,
  SNAPSHOTS,
  sent,
  situation,
  stored,
  type Told,
} from './situation.ts';

describe('the next send to a destination that shows the present', () => {
  it('is the parent, then news in its thread', () => {
    expect(allSends(RUNNING)).toEqual(['post execution']);
    expect(allSends(FAILED)).toEqual(['post execution', 'reply failed 1']);
    expect(allSends(buildNotice())).toEqual(['post notice']);
  });

  it('is nothing when nothing is owed, whatever there is to show', () => {
    expect(nextSend(situation(FAILED, { owed: [] }))).toBeUndefined();
  });

  it('is an edit of the parent when it shows something else', () => {
    const send = nextSend(
      situation(FAILED, { told: { execution: parentOf(RUNNING), 'failed 1': sent(undefined) } }),
    );

    expect(send).toMatchObject({ key: 'execution', operation: 'update', ref: REF });
  });

  it('is nothing when all is told: a repeated event costs no call', () => {
    const told = { execution: parentOf(RUNNING) };

    expect(nextSend(situation(RUNNING, { told }))).toBeUndefined();
    expect(nextSend(situation(RUNNING, { told, settled: true }))).toBeUndefined();
  });

  it('is news before edits: news is urgent', () => {
    const told = { execution: parentOf(RUNNING) };

    expect(allSends(FAILED, { told })).toEqual(['reply failed 1', 'update execution']);
  });

  it('hangs a reply on its parent', () => {
    const told = { execution: parentOf(FAILED) };

    expect(nextSend(situation(FAILED, { told }))).toMatchObject({ operation: 'reply', ref: REF });
  });

  it('waits with an edit while an execution runs until another stage begins, or it had time to settle', () => {
    const begun = buildExecution(seen('STARTED@0', 'Build STARTED@1'));
    const goesOn = buildExecution(
      seen('STARTED@0', 'Build STARTED@1', 'Build.Test SUCCEEDED@5', 'Build SUCCEEDED@6'),
    );
    const next = buildExecution(seen('STARTED@0', 'Build STARTED@1', 'Deploy STARTED@9'));
    const told = { execution: parentOf(begun) };

    expect(nextSend(situation(goesOn, { told }))).toBeUndefined();
    expect(nextSend(situation(goesOn, { told, settled: true }))).toMatchObject({ operation: 'update' });
    expect(nextSend(situation(next, { told }))).toMatchObject({ operation: 'update' });
  });

  it('leaves edits to the other lane when it is urgent', () => {
    const told = { execution: parentOf(RUNNING) };

    expect(allSends(FAILED, { told, urgent: true })).toEqual(['reply failed 1']);
    expect(
      nextSend(situation(RUNNING, { told: { execution: sent(undefined) }, urgent: true })),
    ).toBeUndefined();
  });

  it('leaves a reply to the lane that is at work on it, and takes it over when the claim is over', () => {
    const claim = (until: number): Entry => ({ state: 'claimed', owner: 'other', since: START, until });
    const told = (until: number) => ({ execution: parentOf(FAILED), 'failed 1': claim(until) });

    expect(nextSend(situation(FAILED, { told: told(START + 101) }))).toBeUndefined();
    expect(nextSend(situation(FAILED, { told: told(START + 101), urgent: true }))).toMatchObject({
      key: 'failed 1',
    });
    expect(nextSend(situation(FAILED, { told: told(START + 100) }))).toMatchObject({ key: 'failed 1' });
  });

  it('edits a reply when more is known of its news', () => {
    const told = { execution: parentOf(FAILED), 'failed 1': sent(undefined, { ...REF, ts: '2.1' }) };

    expect(nextSend(situation(FAILED, { told }))).toMatchObject({
      key: 'failed 1',
      operation: 'update',
      ref: { ts: '2.1' },
    });
  });
});

describe('news that is overtaken', () => {
  it.each([
    ['a failure that is being retried by now', RETRIED, ['reply failed 1']],
    [
      'a failure that was mended, before the recovery from it',
      RECOVERED,
      ['reply failed 1', 'reply recovered'],
    ],
  ])('is still told, so that every order of events ends in the same: %s', (_, record, replies) => {
    expect(allSends(record)).toEqual(['post execution', ...replies]);
  });

  it('is not told when it is long past, nor is the recovery from it', () => {
    expect(allSends(RECOVERED, { now: START + 9 + 600 })).toContain('reply failed 1');
    expect(allSends(RECOVERED, { now: START + 100_000 })).toEqual(['post execution']);
  });

  it('is told when nobody knows how long past it is', () => {
    const untimed = buildExecution([
      ...seen('STARTED@0', 'RESUMED@20#2'),
      { state: 'FAILED', time: 0, stage: 'Build', action: 'Test' },
    ]);

    expect(allSends(untimed, { now: START + 100_000 })).toContain('reply failed 1');
  });

  it('is not told after newer news', () => {
    const again = buildExecution(
      seen('STARTED@0', 'Build.Test FAILED@9', 'RESUMED@20#2', 'Build.Test FAILED@30#2'),
    );

    expect(allSends(again)).toEqual(['post execution', 'reply failed 1', 'reply failed 2']);
    expect(allSends(again, { told: { 'failed 2': sent(undefined) } })).not.toContain('reply failed 1');
  });

  it('is told of a recovery when the failure was', () => {
    const told = { execution: parentOf(RECOVERED), 'failed 1': sent(undefined) };

    expect(allSends(RECOVERED, { told })).toEqual(['reply recovered', 'update failed 1']);
  });

  it('is not told of a recovery from a failure that this destination is not owed', () => {
    const told = { execution: parentOf(RECOVERED), 'failed 1': sent(undefined) };
    const owed = announcementsOf(RECOVERED).filter(({ status }) => status !== 'failed');

    expect(nextSend(situation(RECOVERED, { told, owed }))).toBeUndefined();
  });

  it('is not told of a recovery from a failure that could not be told', () => {
    const reply = nextSend(situation(RECOVERED, { told: { execution: parentOf(RECOVERED) } }));
    const refused: Entry = { state: 'parked', at: START, hash: reply?.hash ?? '', code: 'rejected' };
    const told = { execution: parentOf(RECOVERED), 'failed 1': refused };

    expect(reply?.key).toBe('failed 1');
    expect(allSends(RECOVERED, { told })).not.toContain('reply recovered');
  });
});

describe('what was refused', () => {
  const parked = (hash: string, more: object = {}): Entry => ({
    state: 'parked',
    at: START,
    hash,
    code: 'rejected',
    ...more,
  });

  it('is not tried again as it was', () => {
    const send = nextSend(situation(RUNNING));

    expect(nextSend(situation(RUNNING, { told: { execution: parked(send?.hash ?? '') } }))).toBeUndefined();
  });

  it('is tried again when it says something else', () => {
    expect(nextSend(situation(RUNNING, { told: { execution: parked('old') } }))).toMatchObject({
      operation: 'post',
    });
  });

  it('keeps news back while there is no parent to hang it on', () => {
    const send = nextSend(situation(FAILED));

    expect(nextSend(situation(FAILED, { told: { execution: parked(send?.hash ?? '') } }))).toBeUndefined();
  });

  it('holds up no other news', () => {
    const told = { execution: parentOf(FAILED) };
    const reply = nextSend(situation(FAILED, { told }));

    expect(allSends(FAILED, { told: { ...told, 'failed 1': parked(reply?.hash ?? '') } })).toEqual([]);
  });

  it('as an edit leaves the message that is there, and the next edit goes to it: there is one parent', () => {
    const there = { sent: sent(undefined) };
    const edit = nextSend(situation(RUNNING, { told: { execution: sent(undefined) } }));

    expect(edit?.operation).toBe('update');
    expect(
      nextSend(situation(RUNNING, { told: { execution: parked(edit?.hash ?? '', there) } })),
    ).toBeUndefined();
    expect(
      nextSend(
        situation(FAILED, {
          urgent: false,
          told: { execution: parked('old', there), 'failed 1': parentOf(RUNNING) },
        }),
      ),
    ).toMatchObject({
      key: 'execution',
      operation: 'update',
      ref: REF,
    });
  });
});

describe('what nobody knows the end of', () => {
  it('is sent in the same way again: a post as a post', () => {
    const told: Told = { execution: { state: 'uncertain', since: START } };

    expect(nextSend(situation(RUNNING, { told }))).toMatchObject({
      operation: 'post',
      from: stored({ state: 'uncertain', since: START }),
    });
  });

  it('is sent in the same way again: an edit as an edit', () => {
    const told: Told = { execution: { state: 'uncertain', since: START, sent: sent(undefined) } };

    expect(nextSend(situation(RUNNING, { told }))).toMatchObject({ operation: 'update', ref: REF });
  });
});

describe('the next send to the archive', () => {
  it('is one object of a finished execution, replaced when it says something else', () => {
    const to = { destination: SNAPSHOTS };

    expect(allSends(RUNNING, to)).toEqual([]);
    expect(allSends(FAILED, to)).toEqual(['post execution']);
    expect(allSends(RECOVERED, { ...to, told: { execution: sent(undefined, { key: 'k' }) } })).toEqual([
      'update execution',
    ]);
  });
});

describe('a send', () => {
  it('has the hash of its payload: the same for the same, another for another', () => {
    const first = nextSend(situation(RUNNING));

    expect(nextSend(situation(buildExecution(seen('STARTED@0'))))?.hash).toBe(first?.hash);
    expect(nextSend(situation(FAILED))?.hash).not.toBe(first?.hash);
  });
});

describe('isClaimed', () => {
  it.each([
    [undefined, false],
    [{ state: 'claimed', owner: 'o', since: START, until: START + 1 } as const, true],
    [{ state: 'claimed', owner: 'o', since: START, until: START } as const, false],
    [{ state: 'uncertain', since: START } as const, false],
  ])('says of %j: %j', (entry, expected) => {
    expect(isClaimed(entry && stored(entry), START)).toBe(expected);
  });
});
