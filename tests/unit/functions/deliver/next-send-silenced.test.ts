import { describe, expect, it } from '@jest/globals';
import { canBeUnsaid } from '#functions/deliver/leave-unsaid.ts';
import { nextSend } from '#functions/deliver/next-send.ts';
import { announcementsOf } from '#shared/domain/record.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, seen } from '#tests/support/build-record.ts';
import {
  allSends,
  FAILED,
  MAIL,
  parentOf,
  RECOVERED,
  RETRIED,
  RUNNING,
  sent,
  situation,
} from './situation.ts';

const SILENCED = { state: 'silenced', at: START } as const;
const ASKED = buildExecution([
  ...seen('STARTED@0'),
  { state: 'APPROVAL', time: START, stage: 'Approve', action: 'Ask', facts: { approval: 'a'.repeat(64) } },
]);

describe('what was left unsaid', () => {
  it('stays unsaid, and the message that shows the present goes on', () => {
    const told = { execution: parentOf(RUNNING), 'failed 1': SILENCED };

    expect(allSends(FAILED, { told })).toEqual(['update execution']);
    expect(allSends(FAILED, { told, owed: announcementsOf(FAILED).slice(1) })).toEqual(['update execution']);
    expect(allSends(RETRIED, { told: { ...told, execution: parentOf(FAILED) } })).toEqual([
      'update execution',
    ]);
  });

  it('was no failure to recover from', () => {
    const told = { execution: parentOf(FAILED), 'failed 1': SILENCED };

    expect(allSends(RECOVERED, { told })).toEqual(['update execution']);
  });

  it('is passed over where everything is told in order', () => {
    const told = { started: SILENCED, 'failed 1': SILENCED };

    expect(allSends(FAILED, { destination: MAIL, told, settled: true })).toEqual([]);
    expect(allSends(RETRIED, { destination: MAIL, told, settled: true })).toEqual(['post retried 2']);
  });

  it('keeps no later question from being asked', () => {
    const told = { started: SILENCED };

    expect(allSends(ASKED, { destination: MAIL, told })).toEqual([expect.stringMatching(/^post approval/)]);
  });
});

describe('what can be left unsaid', () => {
  const canBe = (...input: Parameters<typeof situation>) => {
    const now = situation(...input);
    const send = nextSend(now);
    return send && canBeUnsaid(send, now.owed);
  };

  it('is news that nobody has begun to tell', () => {
    expect(canBe(FAILED, { told: { execution: parentOf(FAILED) } })).toBe(true);
    expect(canBe(RUNNING, { destination: MAIL })).toBe(true);
  });

  it('is neither the message that shows the present, nor an edit of what was told', () => {
    expect(canBe(RUNNING)).toBe(false);
    expect(canBe(FAILED, { told: { execution: parentOf(FAILED), 'failed 1': sent(undefined) } })).toBe(false);
  });

  it('is not what may have been told', () => {
    const told = { execution: parentOf(FAILED), 'failed 1': { state: 'uncertain', since: START } } as const;

    expect(canBe(FAILED, { told })).toBe(false);
  });

  it('is no question', () => {
    expect(canBe(ASKED, { told: { execution: parentOf(ASKED) } })).toBe(false);
    expect(canBe(ASKED, { destination: MAIL, told: { started: sent(undefined) } })).toBe(false);
  });
});
