import { describe, expect, it } from '@jest/globals';
import { findJob } from '#shared/jobs/index.ts';
import type { JobApp, JobRun } from '#shared/jobs/job.ts';
import { JOB_PLACE } from '#tests/support/fake-jobs.ts';

const RUN: Omit<JobRun<unknown>, 'parameters'> = { place: JOB_PLACE, startedAt: 0, state: undefined };
const WINDOW = { from: '2026-12-18T18:00', to: '2027-01-04T08:00' };

/** What a job says of parameters that it looks at nothing for. */
async function mistakesIn(job: string, given: object): Promise<string> {
  const error: unknown = await findJob(job)
    ?.look({ job, ...given }, RUN, {} as JobApp)
    .catch((thrown: unknown) => thrown);
  const [, mistakes] = /are not right: (.*); docs\/pipeline-action\.md/.exec(String(error)) ?? [];
  return mistakes ?? String(error);
}

describe('the mistakes in the parameters of a job', () => {
  it.each([
    [{}, 'message is missing'],
    [{ message: null }, 'message must be a text'],
    [{ message: '' }, 'message must not be empty'],
    [{ message: 'x', to: 7 }, 'to must be a text or a list'],
    [{ message: 'x', to: [] }, 'to must not be empty'],
    [{ message: 'x', to: ['', 7] }, 'to.0 must not be empty; to.1 must be a text'],
    [{ message: 'x', tone: 'loud' }, 'tone must be one of running, good, bad, stopped, neutral'],
    [{ message: 'x', fields: ['a'] }, 'fields must be an object'],
    [{ message: 'x', fields: { Version: 7 } }, 'fields.Version must be a text'],
    [{ message: 'x', massage: 1, constructor: 2 }, 'massage is not known; constructor is not known'],
    [
      { to: 7, tone: 'loud' },
      'message is missing; to must be a text or a list; tone must be one of running, good, bad, stopped, neutral',
    ],
    [
      { message: 'x', fields: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [index, 'x'])) },
      'fields: at most 10 are shown',
    ],
  ])('are named, each in its place: notify %#', async (given, mistakes) => {
    expect(await mistakesIn('notify', given)).toBe(mistakes);
  });

  it.each([
    [{ alarms: [] }, 'alarms must not be empty'],
    [{ alarms: 'api' }, 'alarms must be a list'],
    [{ alarms: Array.from({ length: 11 }, () => 'a') }, 'alarms must have at most 10 entries'],
    [{ silence: true, maxWaitMinutes: 0 }, 'maxWaitMinutes must be at least 1'],
    [{ silence: true, maxWaitMinutes: 1431 }, 'maxWaitMinutes must be at most 1430'],
    [{ silence: true, maxWaitMinutes: 1.5 }, 'maxWaitMinutes must be a whole number'],
    [{ silence: true, maxWaitMinutes: '9' }, 'maxWaitMinutes must be a number'],
    [{ silence: 'yes' }, 'silence must be true'],
    [{ freeze: false }, 'freeze must be true or a list'],
    [{ freeze: [] }, 'freeze must not be empty'],
    [{ freeze: [{ from: WINDOW.from }] }, 'freeze.0.to is missing'],
    [{ freeze: [{ ...WINDOW, override: ['S0604QSJC'] }] }, 'freeze.0.override is not known'],
    [{ freeze: [WINDOW, { from: WINDOW.to, to: WINDOW.from }] }, 'freeze.1.to: must be later than "from"'],
    [
      { freeze: [{ from: '2026-12-18', to: '2027-13-01T00:00', zone: 'Mars' }] },
      'freeze.0.from: a time is written 2026-12-18T18:00, without a zone; freeze.0.to: there is no such day or time; freeze.0.zone: a time zone is a name such as Europe/Berlin, or UTC',
    ],
    [{ approval: 'yes' }, 'approval must be true or an object'],
    [
      { approval: { reviewLink: 'http://x', question: 'x'.repeat(501), questoin: 'y' } },
      'approval.question must have at most 500 characters; approval.reviewLink: must be an address that begins with https://; approval.questoin is not known',
    ],
    [
      { onHold: 'ask' },
      'onHold must be one of wait, fail; they must have at least one of freeze, alarms, silence, approval',
    ],
  ])('are named, each in its place: gate %#', async (given, mistakes) => {
    expect(await mistakesIn('gate', given)).toBe(mistakes);
  });

  it.each([
    [{}, 'stateMachine is missing'],
    [{ stateMachine: 'a', wait: 'no', input: [] }, 'input must be an object; wait must be true or false'],
  ])('are named, each in its place: start-state-machine %#', async (given, mistakes) => {
    expect(await mistakesIn('start-state-machine', given)).toBe(mistakes);
  });

  it('are named without what was given', async () => {
    const given = { message: ['canary'], to: { canary: 1 }, tone: 'canary', fields: { a: ['canary'] } };

    expect(await mistakesIn('notify', given)).not.toContain('canary');
  });
});
