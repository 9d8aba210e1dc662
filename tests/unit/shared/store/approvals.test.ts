import { describe, expect, it } from '@jest/globals';
import type { ApprovalContext, Decision, Vote } from '#shared/domain/approval.ts';
import {
  addVote,
  approvalIn,
  changeDecision,
  parseApprovalKey,
  saveAnswer,
  saveApproval,
  saveProblem,
  saveToldAnswer,
  toApprovalId,
  toApprovalKey,
} from '#shared/store/approvals.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { EMPTY_ITEM, type Table } from '#shared/store/table.ts';
import { START } from '#tests/support/build-event.ts';
import { TOKEN } from '#tests/support/fake-approvals.ts';
import { ADA, BEN } from '#tests/support/fake-people.ts';
import { fc } from '#tests/support/property.ts';

const PLACE = { execution: 'execution/1/r/p/e', stage: 'Approve', action: 'ReleaseManager', token: TOKEN };
const ID = toApprovalId(PLACE);
const KEY = toApprovalKey(ID);
const CONTEXT: ApprovalContext = {
  expiresAt: START + 3600,
  customData: 'Check it',
  reviewLink: undefined,
  changes: [{ commit: '4f2c9d1', subject: undefined }],
  authors: [{ name: 'Ada', email: undefined }],
  isNewerWaiting: false,
};
const DECISION: Decision = {
  state: 'deciding',
  choice: 'approve',
  by: ['Ada Okafor'],
  reason: '',
  at: START,
  request: 'request-1',
};

async function saved(): Promise<Table> {
  const table = createMemoryTable();
  await saveApproval(table, ID, { place: PLACE, context: CONTEXT, now: START });
  return table;
}

async function read(table: Table) {
  return approvalIn((await table.get([KEY])).get(KEY));
}

function vote(overrides: Partial<Vote> = {}): Vote {
  return { user: ADA, name: 'Ada Okafor', choice: 'approve', reason: '', at: START, ...overrides };
}

describe('the key of an approval', () => {
  it('tells nothing of the token', () => {
    expect(KEY).toMatch(/^approval\/[0-9a-f]{64}$/);
    expect(KEY).not.toContain(TOKEN.slice(0, 8));
  });

  it('is another one for each part of the place', () => {
    const others = Object.keys(PLACE).map((name) => toApprovalId({ ...PLACE, [name]: 'x' }));

    expect(new Set([ID, ...others]).size).toBe(5);
  });

  it('is the same for each execution of a pipeline, whose tokens differ, and not for each of a state machine', () => {
    const other = { ...PLACE, execution: 'execution/1/r/p/e-2' };

    expect(toApprovalId(other)).toBe(ID);
    expect(toApprovalId({ ...other, by: 'task' })).not.toBe(toApprovalId({ ...PLACE, by: 'task' }));
  });

  it('is read back, and from nothing else', () => {
    const wrong = ['', ID, `approval/${ID}0`, `approval/${ID} required`, `execution/${ID}`, 'approval/'];

    expect(parseApprovalKey(KEY)).toBe(ID);
    expect(wrong.map(parseApprovalKey)).toEqual(wrong.map(() => undefined));
  });
});

describe('an approval', () => {
  it('is read as it was saved', async () => {
    expect(await read(await saved())).toEqual({
      place: PLACE,
      details: { context: CONTEXT, votes: [], decision: undefined, answer: undefined, problem: undefined },
      decisionText: undefined,
    });
  });

  it('is none where there is no item, or only a part of one', () => {
    expect(approvalIn(undefined)).toBeUndefined();
    expect(approvalIn(EMPTY_ITEM)).toBeUndefined();
  });

  it('is read as the first version wrote it, and with members that a later one adds', () => {
    const place = JSON.stringify({ ...PLACE, later: 1 });
    const { changes, authors, expiresAt, isNewerWaiting } = CONTEXT;
    const context = JSON.stringify({ expiresAt, changes, authors, isNewerWaiting, later: { more: [] } });
    const votes = [JSON.stringify({ ...vote(), later: true })];
    const strings = new Map([
      ['later', 'x'],
      ['schema', '1'],
      ['place', place],
      ['context', context],
    ]);

    const found = approvalIn({ strings, sets: new Map([['votes', votes]]) });

    expect(found?.place).toEqual(PLACE);
    expect(found?.details).toMatchObject({
      context: { ...CONTEXT, customData: undefined },
      votes: [vote()],
      decision: undefined,
    });
  });

  it('is open for the sweep until somebody is known to have answered it elsewhere', async () => {
    const table = await saved();

    expect((await table.get([KEY])).get(KEY)?.strings.get('open')).toBe('approval');
    await saveAnswer(table, ID, { by: 'arn:aws:iam::1:user/mary', summary: undefined });

    expect((await table.get([KEY])).get(KEY)?.strings.has('open')).toBe(false);
    expect((await read(table))?.details.answer).toEqual({ by: 'arn:aws:iam::1:user/mary' });
  });

  it('has the answer that a trail tells of, before it is known or after, until CodePipeline tells', async () => {
    const told = { account: '1', region: 'r', pipeline: 'p', stage: 'Approve', action: 'ReleaseManager' };
    const answer = { ...told, token: TOKEN, by: 'arn:aws:iam::1:user/jo', summary: 'Looks good' };
    const table = createMemoryTable();

    expect(await saveToldAnswer(table, answer, START)).toBeUndefined();
    await saveApproval(table, ID, { place: PLACE, context: CONTEXT, now: START });
    const known = await saveToldAnswer(table, answer, START);

    expect(known?.place).toEqual(PLACE);
    expect(known?.details.answer).toEqual({ by: 'arn:aws:iam::1:user/jo', summary: 'Looks good' });
    await saveAnswer(table, ID, { by: undefined, summary: 'ok' });
    expect((await read(table))?.details.answer).toEqual({ by: 'arn:aws:iam::1:user/jo', summary: 'ok' });
    await saveAnswer(table, ID, { by: 'arn:aws:iam::1:user/mary', summary: undefined });
    expect((await read(table))?.details.answer?.by).toBe('arn:aws:iam::1:user/mary');
  });

  it('tells of a problem until there is none any more', async () => {
    const table = await saved();

    await saveProblem(table, ID, 'no answer');
    expect((await read(table))?.details.problem).toBe('no answer');
    await saveProblem(table, ID, undefined);

    expect((await read(table))?.details.problem).toBeUndefined();
  });
});

describe('votes', () => {
  it('are given with the one that was added, oldest first', async () => {
    const table = await saved();
    const bens = vote({ user: BEN, name: 'Ben', at: START - 5 });

    await addVote(table, ID, vote());
    const found = await addVote(table, ID, bens);

    expect(found?.details.votes).toEqual([bens, vote()]);
  });

  it('are one per person: the first, however often it is repeated', async () => {
    const table = await saved();

    for (const at of [START + 9, START, START + 4]) await addVote(table, ID, vote({ at }));

    expect((await read(table))?.details.votes).toEqual([vote()]);
  });

  it('are a rejection for who rejects, whenever that is', async () => {
    const table = await saved();
    const rejection = vote({ choice: 'reject', at: START + 60 });

    await addVote(table, ID, rejection);
    await addVote(table, ID, vote());

    expect((await read(table))?.details.votes).toEqual([rejection]);
  });

  it('are the same for every order in which the table gives them', () => {
    const votes = fc.array(
      fc.record({
        user: fc.constantFrom(ADA, BEN, 'U0CHIARA03'),
        name: fc.constantFrom('Ada', 'Ben'),
        choice: fc.constantFrom('approve' as const, 'reject' as const),
        reason: fc.constantFrom('', 'fine'),
        at: fc.integer({ min: START, max: START + 2 }),
      }),
      { maxLength: 6 },
    );
    const property = fc.property(
      votes.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([inOrder, shuffled]) => {
        expect(votesIn(shuffled)).toEqual(votesIn(inOrder));
      },
    );

    fc.assert(property, { numRuns: 300 });
  });

  function votesIn(votes: readonly Vote[]) {
    const strings = new Map([
      ['place', JSON.stringify(PLACE)],
      ['context', JSON.stringify(CONTEXT)],
    ]);
    const sets = new Map([['votes', votes.map((one) => JSON.stringify(one))]]);
    return approvalIn({ strings, sets })?.details.votes;
  }
});

describe('a decision', () => {
  it('is made once: of two that are first, one is', async () => {
    const table = await saved();
    const other = { ...DECISION, choice: 'reject', request: 'request-2' } as const;

    const taken = await Promise.all(
      [DECISION, other].map((to) => changeDecision(table, ID, { from: undefined, to })),
    );

    expect(taken).toEqual([true, false]);
    expect((await read(table))?.details.decision).toEqual(DECISION);
  });

  it('is changed only by who knows it, and taken back', async () => {
    const table = await saved();
    await changeDecision(table, ID, { from: undefined, to: DECISION });
    const from = (await read(table))?.decisionText;

    expect(await changeDecision(table, ID, { from: 'x', to: undefined })).toBe(false);
    expect(await changeDecision(table, ID, { from, to: { ...DECISION, state: 'decided' } })).toBe(true);
    expect(await changeDecision(table, ID, { from, to: undefined })).toBe(false);

    expect((await read(table))?.details.decision?.state).toBe('decided');
  });
});
