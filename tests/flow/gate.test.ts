import { describe, expect, it } from '@jest/globals';
import { RateLimitedError } from '#shared/errors.ts';
import { saveSilence } from '#shared/store/silences.ts';
import { buildActionEvent } from '#tests/support/build-event.ts';
import { JOB_PLACE } from '#tests/support/fake-jobs.ts';
import { ADA, BEN } from '#tests/support/fake-people.ts';
import { jobEvent } from '#tests/support/job-event.ts';
import { audit, buttonsOf, press } from './support/approvals.ts';
import { atTheGate, createJobWorld, lookAgain } from './support/jobs.ts';
import type { World } from './support/world.ts';

const HOUR = 3600;
const ASKING = { job: 'gate', approval: { question: 'Let it into production?' } };
const LAMBDA = { owner: 'AWS', category: 'Invoke', provider: 'Lambda', version: '1' };

/** Epoch seconds as a local time of UTC. */
function local(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16);
}

async function asked(world = createJobWorld(), parameters: unknown = ASKING): Promise<World> {
  await world.play(...atTheGate());
  await world.job(jobEvent(parameters));
  await world.wait(2);
  return world;
}

function question(world: World): string {
  return String(world.slack.replies.at(0)?.body['text']);
}

describe('a gate', () => {
  it('lets pass what nothing holds', async () => {
    const world = createJobWorld();
    world.alarms.states = [{ name: 'api-errors', state: 'OK' }];

    await world.job(jobEvent({ job: 'gate', alarms: ['api-errors'], silence: true, freeze: true }));

    expect(world.jobs.answers).toEqual([{ kind: 'succeeded', summary: 'Nothing holds it' }]);
  });

  it('waits while an alarm rings, and says which', async () => {
    const world = createJobWorld();
    const parameters = { job: 'gate', alarms: ['api-errors', 'queue-age'] };
    world.alarms.states = [
      { name: 'api-errors', state: 'ALARM' },
      { name: 'queue-age', state: 'INSUFFICIENT_DATA' },
    ];

    await world.job(jobEvent(parameters));
    world.alarms.states = world.alarms.states.map((alarm) => ({ ...alarm, state: 'OK' }));
    await lookAgain(world, parameters);

    expect(world.jobs.answers).toMatchObject([
      { kind: 'paused', summary: 'Held: in ALARM: api-errors' },
      { kind: 'succeeded' },
    ]);
  });

  it('fails for an alarm that does not exist, rather than let pass', async () => {
    const world = createJobWorld();

    await world.job(jobEvent({ job: 'gate', alarms: ['api-erors'] }));

    expect(world.jobs.answers).toMatchObject([
      { type: 'ConfigurationError', message: expect.stringContaining('there is no alarm api-erors') },
    ]);
  });

  it('looks again when CloudWatch throttles', async () => {
    const world = createJobWorld();
    world.alarms.states = [{ name: 'api-errors', state: 'OK' }];
    world.alarms.failures.push(new RateLimitedError('CloudWatch: throttled', { retryAfterSeconds: 2 }));

    await world.job(jobEvent({ job: 'gate', alarms: ['api-errors'] }));
    await lookAgain(world, { job: 'gate', alarms: ['api-errors'] });

    expect(world.jobs.answers.map(({ kind }) => kind)).toEqual(['paused', 'succeeded']);
  });

  it('waits while the pipeline is silenced', async () => {
    const world = createJobWorld();
    const now = world.clock.time;
    const silence = { until: now + 60, by: 'Ada', reason: 'Migration', at: now };
    await saveSilence(world.table, JOB_PLACE, silence);

    await world.job(jobEvent({ job: 'gate', silence: true }));
    await lookAgain(world, { job: 'gate', silence: true }, 3);

    expect(world.jobs.answers).toMatchObject([
      { kind: 'paused', summary: expect.stringContaining('silenced by Ada until') },
      { kind: 'paused' },
      { kind: 'succeeded' },
    ]);
  });

  it.each([
    ['its own windows', (now: number) => [{ from: local(now - 60), to: local(now + 60), reason: 'audit' }]],
    ['those of the rule for its approval', () => true],
  ])('is held by %s of freeze', async (_, freezeAt) => {
    const world = createJobWorld();
    if (freezeAt(0) === true) world.clock.time = Date.parse('2026-03-05T12:00Z') / 1000;

    await world.job(jobEvent({ job: 'gate', freeze: freezeAt(world.clock.time), onHold: 'fail' }));

    expect(world.jobs.answers).toMatchObject([
      {
        kind: 'failed',
        type: 'JobFailed',
        message: expect.stringMatching(/^Held: frozen until .* UTC \(audit\)$/),
      },
    ]);
  });

  it('gives up after the time that it was given', async () => {
    const world = createJobWorld();
    const parameters = { job: 'gate', alarms: ['api-errors'], maxWaitMinutes: 2 };
    world.alarms.states = [{ name: 'api-errors', state: 'ALARM' }];

    await world.job(jobEvent(parameters));
    await lookAgain(world, parameters, 10);

    expect(world.jobs.answers.at(-1)).toEqual({
      kind: 'failed',
      type: 'JobFailed',
      message: 'Still held after 2 minutes: in ALARM: api-errors',
    });
    expect(world.jobs.answers).toHaveLength(5);
  });
});

describe('a gate that asks people', () => {
  it('asks once in the thread of the execution, and waits', async () => {
    const world = await asked();

    await world.job(jobEvent(ASKING));
    await lookAgain(world, ASKING, 3);

    expect(world.slack.replies.filter(({ body }) => body['channel'] === '#pipelines')).toHaveLength(1);
    expect(question(world)).toContain('Gate/Hold waits for approval');
    expect(JSON.stringify(world.slack.replies[0]?.body['blocks'])).toContain('Let it into production?');
    expect(buttonsOf(world).slice(0, 2)).toEqual(['approval.approve', 'approval.reject']);
    expect(new Set(world.jobs.answers.map(({ kind }) => kind))).toEqual(new Set(['paused']));
  });

  it('passes when they approve, and tells later actions who and why', async () => {
    const world = await asked();

    await world.ask(press(world, { user: ADA, reason: 'Looks good' }));
    await lookAgain(world, ASKING);
    await world.play(
      buildActionEvent({
        stage: 'Gate',
        action: 'Hold',
        state: 'SUCCEEDED',
        after: 90,
        detail: { type: LAMBDA },
      }),
    );
    await world.wait(30);

    expect(world.jobs.answers.at(-1)).toEqual({
      kind: 'succeeded',
      summary: 'Approved by Ada Okafor: Looks good',
      outputVariables: { approvedBy: 'Ada Okafor', reason: 'Looks good' },
    });
    expect(question(world)).toContain('Gate/Hold was approved by Ada Okafor');
    expect(audit(world)).toMatchObject([{ kind: 'decision', outcome: 'Approved' }]);
    expect(world.tasks.answers).toEqual([]);
    expect(world.approvals.answers).toEqual([]);
  });

  it('fails when they reject', async () => {
    const world = await asked();

    await world.ask(press(world, { user: BEN, decision: 'reject', reason: 'Not on a Friday' }));
    await lookAgain(world, ASKING);
    await world.play(
      buildActionEvent({
        stage: 'Gate',
        action: 'Hold',
        state: 'FAILED',
        after: 90,
        detail: { type: LAMBDA },
      }),
    );
    await world.wait(30);

    expect(world.jobs.answers.at(-1)).toMatchObject({
      kind: 'failed',
      type: 'JobFailed',
      message: expect.stringMatching(/^Rejected by .*: Not on a Friday$/),
    });
    expect(question(world)).toContain('was rejected by');
  });

  it('fails when nobody decides in time, and takes the buttons away', async () => {
    const parameters = { ...ASKING, maxWaitMinutes: 60 };
    const world = await asked(createJobWorld(), parameters);

    await world.wait(HOUR);
    await lookAgain(world, parameters);
    await world.play(
      buildActionEvent({
        stage: 'Gate',
        action: 'Hold',
        state: 'FAILED',
        after: HOUR,
        detail: { type: LAMBDA },
      }),
    );
    await world.wait(30);

    expect(world.jobs.answers.at(-1)).toMatchObject({ kind: 'failed', message: 'Nobody decided in time' });
    expect(question(world)).toContain('is void: timed out');
    expect(buttonsOf(world).filter((action) => action.startsWith('approval.'))).toEqual([]);
  });

  it('waits no longer for a decision that is stuck on its way', async () => {
    const parameters = { ...ASKING, maxWaitMinutes: 10 };
    const world = await asked(createJobWorld(), parameters);
    const decision = press(world);
    world.objects.error = new TypeError('a defect');
    await world.ask(decision);

    await lookAgain(world, parameters, 30);
    world.objects.error = undefined;
    await world.ask(decision);
    await world.wait(30);

    expect(world.jobs.answers).toContainEqual(expect.objectContaining({ summary: 'Is being decided' }));
    expect(world.jobs.answers.at(-1)).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('could not be recorded in time'),
    });
    expect(question(world)).toContain('is void: timed out');
    expect(audit(world)).toEqual([]);
  });

  it('takes no decision after it has failed for another reason', async () => {
    const parameters = { ...ASKING, alarms: ['api-errors'], onHold: 'fail' };
    const world = createJobWorld();
    world.alarms.states = [{ name: 'api-errors', state: 'OK' }];
    await asked(world, parameters);
    const late = press(world);

    world.alarms.states = [{ name: 'api-errors', state: 'ALARM' }];
    await lookAgain(world, parameters);
    await world.ask(late);

    expect(world.jobs.answers.at(-1)).toMatchObject({
      kind: 'failed',
      message: 'Held: in ALARM: api-errors',
    });
    expect(world.people.whispers.at(-1)?.text).toContain('is void: the gate failed before it was decided');
  });

  it('waits for the event that tells in which attempt it is, three minutes at most', async () => {
    const world = createJobWorld();

    await world.job(jobEvent(ASKING));
    await lookAgain(world, ASKING, 5);
    expect(world.slack.messages).toEqual([]);
    await lookAgain(world, ASKING);
    await world.wait(10);

    expect(question(world)).toContain('Gate/Hold waits for approval');
  });

  it('says when nobody may decide', async () => {
    const world = createJobWorld();
    world.jobs.place = { ...JOB_PLACE, stage: 'Elsewhere' };
    world.clock.time += 1;
    const old = JSON.stringify({
      v: 1,
      place: world.jobs.place,
      startedAt: world.clock.time - 200,
      tries: 0,
    });

    await world.job(jobEvent(ASKING, old));

    expect(world.jobs.answers).toMatchObject([
      {
        type: 'ConfigurationError',
        message: expect.stringContaining('lets anybody decide web-shop/Elsewhere/Hold'),
      },
    ]);
  });
});
