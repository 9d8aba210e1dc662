import { describe, expect, it } from '@jest/globals';
import type { Execution } from '#shared/domain/execution.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { observeApproval, withoutToken } from '#shared/enrichment/approval.ts';
import { RateLimitedError } from '#shared/errors.ts';
import { approvalIn, toApprovalId, toApprovalKey } from '#shared/store/approvals.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, IDENTITY, seen } from '#tests/support/build-record.ts';
import { FakeApprovals, TOKEN } from '#tests/support/fake-approvals.ts';
import { FakeTelemetry } from '#tests/support/fakes.ts';

const QUESTION = { stage: 'Approve', action: 'Manager' };
const WEEK_SECONDS = 7 * 86_400;
const OTHER = '00000000-0000-4000-8000-000000000000';

function idFor(token: string): string {
  return toApprovalId({ execution: toRecordKey(IDENTITY), ...QUESTION, token });
}

/** Everything outside, as the enrichment finds it. */
function createLookup(setUp: (approvals: FakeApprovals) => void = () => {}) {
  const approvals = new FakeApprovals();
  setUp(approvals);
  return { table: createMemoryTable(), approvals, telemetry: new FakeTelemetry(), now: START + 9 };
}

type Lookup = ReturnType<typeof createLookup>;

function running(...more: readonly Partial<Observation>[]): Execution {
  return buildExecution([...seen('STARTED@0', 'Approve STARTED@4', 'Approve.Manager STARTED@5'), ...more]);
}

function observe(lookup: Lookup, execution = running()) {
  return observeApproval(execution, QUESTION, lookup);
}

async function read({ table }: Lookup, token = TOKEN) {
  const key = toApprovalKey(idFor(token));
  return approvalIn((await table.get([key])).get(key));
}

function change(lookup: Lookup, run: Partial<NonNullable<FakeApprovals['run']>>): void {
  lookup.approvals.run = lookup.approvals.run && { ...lookup.approvals.run, ...run };
}

describe('observeApproval', () => {
  it('makes its record, and a reference to it that tells nothing of the token', async () => {
    const lookup = createLookup();

    const observation = await observe(lookup);

    expect(observation).toEqual({
      state: 'APPROVAL',
      time: START,
      attempt: 1,
      ...QUESTION,
      facts: { approval: idFor(TOKEN) },
    });
    expect((await read(lookup))?.place).toMatchObject({ execution: toRecordKey(IDENTITY), token: TOKEN });
    expect(JSON.stringify(observation)).not.toContain(TOKEN);
  });

  it('gives the same for a repeat', async () => {
    const lookup = createLookup();

    expect(await observe(lookup)).toEqual(await observe(lookup));
  });

  it.each([
    ['the action says', 90, 90 * 60],
    ['CodePipeline has, where the action says nothing', undefined, WEEK_SECONDS],
  ])('knows the deadline that %s', async (_, minutes, seconds) => {
    const lookup = createLookup((approvals) => {
      approvals.timeoutMinutes = minutes;
    });

    await observe(lookup);

    expect((await read(lookup))?.details.context.expiresAt).toBe(START + seconds);
  });

  it('keeps what people need to know, in plain text of limited length', async () => {
    const lookup = createLookup((approvals) => {
      approvals.isNewerWaiting = true;
      approvals.changes = Array.from({ length: 30 }, (_, index) => ({
        commit: `${index}`,
        subject: 'First line\nSecond line',
      }));
    });
    change(lookup, {
      customData: `\u202eCheck\u0000 it ${'x'.repeat(2000)}`,
      reviewLink: `https://example.com/${'x'.repeat(600)}`,
      authors: [
        { name: 'Ada', email: 'ada@example.com' },
        { name: '', email: undefined },
      ],
    });

    await observe(lookup);

    const context = (await read(lookup))?.details.context;
    expect(context).toMatchObject({
      reviewLink: undefined,
      authors: [
        { name: 'Ada', email: 'ada@example.com' },
        { name: undefined, email: undefined },
      ],
      isNewerWaiting: true,
    });
    expect(context?.customData).toMatch(/^Check it x+…?$/);
    expect(Buffer.byteLength(context?.customData ?? '')).toBeLessThanOrEqual(500);
    expect(context?.changes).toHaveLength(20);
    expect(context?.changes[0]).toEqual({ commit: '0', subject: 'First line' });
  });

  it('takes the token of the run in PARALLEL mode, where a stage tells of no execution', async () => {
    const lookup = createLookup((approvals) => {
      approvals.stageExecution = undefined;
      approvals.token = OTHER;
    });
    change(lookup, { externalId: TOKEN });

    const observation = await observe(lookup);

    expect(observation?.facts.approval).toBe(idFor(TOKEN));
    expect(await read(lookup, OTHER)).toBeUndefined();
  });

  it.each([
    ['the stage holds another execution', { stageExecution: 'another-execution' }],
    ['the stage shows no token yet', { token: undefined }],
    ['the run is not listed yet', { run: undefined }],
    ['the run has no token in PARALLEL mode', { stageExecution: undefined }],
  ])('asks again later, and makes no record, while %s', async (_, state) => {
    const lookup = createLookup((approvals) => Object.assign(approvals, state));

    await expect(observe(lookup)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 8 });
    expect(await read(lookup)).toBeUndefined();
  });

  it('never takes the token of another execution for its own', async () => {
    const lookup = createLookup((approvals) => {
      approvals.stageExecution = 'another-execution';
    });
    change(lookup, { externalId: OTHER });

    await expect(observe(lookup)).rejects.toMatchObject({ code: 'unavailable' });
    expect([await read(lookup), await read(lookup, OTHER)]).toEqual([undefined, undefined]);
  });

  it('asks with what can be had, and counts what cannot', async () => {
    const throttled = new RateLimitedError('throttled', { retryAfterSeconds: 2 });
    const lookup = createLookup((approvals) => {
      approvals.changes = throttled;
      approvals.findTimeoutMinutes = async () => {
        throw throttled;
      };
    });

    await observe(lookup);

    expect((await read(lookup))?.details.context).toMatchObject({
      changes: [],
      expiresAt: START + WEEK_SECONDS,
    });
    expect(lookup.telemetry.counts.get('FactsMissed')).toBe(2);
  });

  it('does not hide a defect behind a missing fact', async () => {
    const lookup = createLookup((approvals) => {
      approvals.changes = new TypeError('a bug');
    });

    await expect(observe(lookup)).rejects.toBeInstanceOf(TypeError);
  });

  it('remembers who answered, where it waits no more', async () => {
    const lookup = createLookup();
    const observation = await observe(lookup);
    change(lookup, { status: 'Failed', updatedBy: 'arn:aws:iam::1:user/mary', summary: 'not\u0000 today' });

    const after = await observe(lookup, running(observation ?? {}));

    expect(after).toBeUndefined();
    expect((await read(lookup))?.details.answer).toEqual({
      by: 'arn:aws:iam::1:user/mary',
      summary: 'not today',
    });
  });

  it('leaves an answer alone that belongs to no approval that is known', async () => {
    const lookup = createLookup();
    change(lookup, { status: 'Succeeded' });

    expect(await observe(lookup)).toBeUndefined();
    expect(await read(lookup)).toBeUndefined();
  });
});

describe('withoutToken', () => {
  it('refers to an approval without a record, in the attempt of its action', () => {
    const retried = running(...seen('RESUMED@100#2', 'Approve.Manager STARTED@101#2'));

    expect(withoutToken(retried, QUESTION)).toEqual({
      state: 'APPROVAL',
      time: START + 101,
      attempt: 2,
      ...QUESTION,
      facts: {},
    });
  });
});
