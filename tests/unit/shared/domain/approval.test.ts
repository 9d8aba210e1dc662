import { describe, expect, it } from '@jest/globals';
import { announcements } from '#shared/domain/announcement.ts';
import {
  type Approval,
  approvalKeyOf,
  failureOf,
  isAbout,
  isWaiting,
  reminderKeyOf,
  toApprovalReference,
  toReminder,
} from '#shared/domain/approval.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, seen } from '#tests/support/build-record.ts';
import { shufflings } from '#tests/support/history.ts';
import { fc } from '#tests/support/property.ts';

const ID = 'a'.repeat(64);
const NEXT_ID = 'b'.repeat(64);
const PLACE = { stage: 'Approve', action: 'Manager', attempt: 1, startedAt: START + 5 };

/** As enrich adds it; without an id where CodePipeline could not be asked. */
function reference(overrides: Partial<Approval> = {}): Observation {
  return toApprovalReference({ ...PLACE, id: ID, ...overrides });
}

/** Of an execution that the approval's action has started in. */
function approvalsOf(...more: readonly Partial<Observation>[]): readonly Approval[] {
  return buildExecution([...seen('STARTED@0', 'Approve STARTED@4', 'Approve.Manager STARTED@5'), ...more])
    .approvals;
}

function endOf(...more: readonly Partial<Observation>[]) {
  return approvalsOf(reference(), ...more)[0]?.end;
}

describe('an approval of an execution', () => {
  it('is none before anybody told of it', () => {
    expect(approvalsOf()).toEqual([]);
  });

  it('waits until something ends it', () => {
    expect(approvalsOf(reference())).toEqual([
      { ...PLACE, id: ID, reminders: [], end: undefined, details: undefined },
    ]);
  });

  it('is one, however often and from wherever it is told', () => {
    expect(approvalsOf(reference(), reference(), reference({ startedAt: START + 7 }))).toHaveLength(1);
  });

  it.each([
    ['SUCCEEDED', 'Approve.Manager SUCCEEDED@60'],
    ['FAILED', 'Approve.Manager FAILED@60'],
    ['ABANDONED', 'Approve.Manager ABANDONED@60'],
  ])('ends as its action does: %s', (state, line) => {
    expect(endOf(...seen(line))).toEqual({ state, time: START + 60, summary: undefined });
  });

  it('ends with the words and the error of its action', () => {
    const facts = { summary: 'No such topic', errorCode: 'ConfigurationError', startedAt: '1772615705000' };

    expect(endOf({ ...seen('Approve.Manager FAILED@60')[0], facts })).toMatchObject(facts);
  });

  it.each(['STOPPED', 'CANCELED', 'SUPERSEDED', 'FAILED'])(
    'ends with the pipeline where no event of its action comes: %s',
    (state) => {
      expect(endOf(...seen(`${state}@90`))).toEqual({ state, time: START + 90, summary: undefined });
    },
  );

  it('ends with its own action, whatever becomes of the pipeline afterwards', () => {
    expect(endOf(...seen('Approve.Manager SUCCEEDED@60', 'Deploy FAILED@80', 'FAILED@81'))?.state).toBe(
      'SUCCEEDED',
    );
  });

  it('goes on beside another action that failed, until the pipeline has ended', () => {
    expect(endOf(...seen('Approve.Security FAILED@60'))).toBeUndefined();
  });

  it('is void once its stage is retried, and the next attempt has one of its own', () => {
    const retried = seen('RESUMED@100#2', 'Approve.Manager STARTED@101#2');
    const next = reference({ id: NEXT_ID, attempt: 2, startedAt: START + 101 });

    const ends = approvalsOf(reference(), ...retried, next).map(({ id, end }) => [id, end?.state]);

    expect(ends).toEqual([
      [ID, 'RETRIED'],
      [NEXT_ID, undefined],
    ]);
  });

  it('stands apart from the same action of another stage, and of another name', () => {
    const others = [reference({ stage: 'Other', id: NEXT_ID }), reference({ action: 'Security', id: 'c' })];

    const ends = approvalsOf(reference(), ...others, ...seen('Approve.Manager SUCCEEDED@60'));

    expect(ends.filter(({ end }) => end === undefined)).toHaveLength(2);
  });

  it('knows when people were to be reminded of it, once each, oldest first', () => {
    const [approval] = approvalsOf(reference());
    if (approval === undefined) throw new Error('there is no approval');
    const reminders = [START + 200, START + 100, START + 200].map((time) => toReminder(approval, time));

    expect(approvalsOf(reference(), ...reminders)[0]?.reminders).toEqual([START + 100, START + 200]);
  });
});

describe('how an approval failed', () => {
  const days = (count: number) => count * 86_400;

  it.each([
    ['before the least time-out', 299, undefined, 'rejected'],
    ['at the least time-out', 300, undefined, undefined],
    ['some time later', 1800, undefined, undefined],
    ['some time later, with words', 1800, 'Not today', 'rejected'],
    ['some time later, with words of a time-out', 1800, 'The approval expired', undefined],
    ['a minute before the usual time-out', days(7) - 61, undefined, undefined],
    ['at the usual time-out', days(7), undefined, 'nobody decided in time'],
    ['at the usual time-out, with words', days(7), 'Not today', 'rejected'],
    ['a minute after the usual time-out', days(7) + 61, undefined, undefined],
    ['after ten days', days(10), undefined, undefined],
    ['when it began, which then is no beginning', 0, undefined, undefined],
    ['before it began', -5, undefined, undefined],
  ])('is told where it is certain: %s', (_, after, summary, was) => {
    const facts = { startedAt: String(START * 1000), summary };

    expect(failureOf(facts, START + after)).toBe(was);
  });

  it('is not certain where its beginning is not known', () => {
    expect(failureOf({}, START)).toBeUndefined();
    expect(failureOf({ startedAt: 'today' }, START)).toBeUndefined();
  });
});

describe('what is derived of approvals', () => {
  it('is the same for every order and repetition of what is told', () => {
    const property = fc.property(
      fc.array(tellings(), { maxLength: 12 }).chain((told) => fc.tuple(fc.constant(told), shufflings(told))),
      ([inOrder, shuffled]) => {
        const [first, second] = [buildExecution(inOrder), buildExecution(shuffled)];

        expect(second.approvals).toEqual(first.approvals);
        expect(announcements(second)).toEqual(announcements(first));
      },
    );

    fc.assert(property, { numRuns: 300 });
  });

  it('only grows what there is to say', () => {
    const property = fc.property(fc.array(tellings(), { maxLength: 12 }), (told) => {
      let before: readonly string[] = [];
      for (let count = 1; count <= told.length; count += 1) {
        // Enrich tells of an attempt that the record knows already.
        const known = [...seen('RESUMED@0#2'), ...told.slice(0, count)];
        const keys = announcements(buildExecution(known)).map(({ key }) => key);
        expect(keys).toEqual(expect.arrayContaining([...before]));
        before = keys;
      }
    });

    fc.assert(property, { numRuns: 200 });
  });
});

describe('isWaiting', () => {
  const context = {
    expiresAt: START,
    customData: undefined,
    reviewLink: undefined,
    changes: [],
    authors: [],
    isNewerWaiting: false,
  };
  const details = { context, votes: [], answer: undefined, authority: undefined, problem: undefined };
  const decision = { choice: 'approve', by: ['Ada'], reason: '', at: START, request: 'r' } as const;

  it.each([
    ['nobody has looked', undefined, true],
    ['nobody has decided', { ...details, decision: undefined }, true],
    ['CodePipeline is being asked', { ...details, decision: { ...decision, state: 'deciding' } }, true],
    ['CodePipeline has confirmed', { ...details, decision: { ...decision, state: 'decided' } }, false],
  ] as const)('says whether it may still be decided: %s', (_, found, expected) => {
    const [approval] = approvalsOf(reference());

    expect(approval && isWaiting({ ...approval, details: found && { closed: undefined, ...found } })).toBe(
      expected,
    );
  });
});

describe('the keys of an approval', () => {
  it('hold a part of its id, or its place where it has none', () => {
    const [known] = approvalsOf(reference());
    const [unknown] = approvalsOf(reference({ id: undefined }));

    expect([known, unknown].map((one) => one && approvalKeyOf(one))).toEqual([
      `approval ${ID.slice(0, 16)}`,
      'approval Approve/Manager 1',
    ]);
  });

  it('tell its reminders from those of another one', () => {
    const [mine, other] = approvalsOf(reference(), reference({ id: NEXT_ID, action: 'Security' }));
    if (mine === undefined || other === undefined) throw new Error('there are not two');

    expect(isAbout({ key: reminderKeyOf(mine, START) }, mine)).toBe(true);
    expect(isAbout({ key: approvalKeyOf(mine) }, mine)).toBe(true);
    expect(isAbout({ key: reminderKeyOf(other, START) }, mine)).toBe(false);
    expect(isAbout(undefined, mine)).toBe(false);
  });
});

/** Whatever may be told of two attempts of one action. */
function tellings(): fc.Arbitrary<Partial<Observation>> {
  const attempt = fc.constantFrom(1, 2);
  const time = fc.integer({ min: START, max: START + 5 });
  const id = fc.constantFrom(ID, NEXT_ID, undefined);
  const told = fc.record({ attempt, startedAt: time, id });
  return fc.oneof(
    told.map((overrides) => reference(overrides)),
    told.map(({ startedAt, ...overrides }) =>
      toReminder({ ...PLACE, ...overrides, reminders: [], end: undefined, details: undefined }, startedAt),
    ),
    fc
      .record({
        attempt,
        time,
        state: fc.constantFrom('STARTED', 'SUCCEEDED', 'FAILED', 'ABANDONED'),
        stage: fc.constant('Approve'),
        action: fc.constant('Manager'),
      })
      .map((observation) => ({ ...observation, facts: {} })),
    fc
      .record({ attempt, time, state: fc.constantFrom('STARTED', 'RESUMED', 'STOPPED', 'SUPERSEDED') })
      .map((observation) => ({ ...observation, facts: {} })),
  );
}
