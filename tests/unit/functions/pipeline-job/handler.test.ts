import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type JobBundle, startJobBundle } from '#tests/support/job-bundle.ts';
import { CREDENTIALS, JOB_ID, jobEvent } from '#tests/support/job-event.ts';

const SUCCEEDED = expect.objectContaining({ operation: 'PutJobSuccessResult' });
const NOTIFY = { job: 'notify', message: 'Version 7 is live' };

let bundle: JobBundle;

beforeAll(async () => {
  bundle = await startJobBundle();
}, 60_000);

afterAll(() => bundle?.stop());

beforeEach(() => {
  bundle.told.length = 0;
});

describe('the bundle of pipeline-job', () => {
  it('logs nothing of an event, whatever its environment says', async () => {
    await bundle.invoke(jobEvent(NOTIFY), 'logging-events');
    await bundle.invoke(jobEvent('{'), 'logging-events');

    expect(bundle.told).toHaveLength(2);
    expect(bundle.log.join('\n')).toContain('A job was not done');
    for (const secret of Object.values(CREDENTIALS)) expect(bundle.log.join('\n')).not.toContain(secret);
  });

  it.each([
    ['message is missing', { job: 'notify' }],
    ['to must be a text or a list', { ...NOTIFY, to: 7 }],
    ['to must not be empty', { ...NOTIFY, to: [] }],
    [
      'approval.reviewLink: must be an address that begins with https://',
      { job: 'gate', approval: { reviewLink: 'http://x' } },
    ],
    [
      'freeze.0.from: a time is written 2026-12-18T18:00, without a zone; freeze.0.to: there is no such day or time',
      { job: 'gate', freeze: [{ from: '2026-12-18', to: '2027-13-01T00:00' }] },
    ],
    [
      'alarms must not be empty; maxWaitMinutes must be at least 1',
      { job: 'gate', alarms: [], maxWaitMinutes: 0 },
    ],
  ])('says %s', async (mistake, parameters) => {
    await bundle.invoke(jobEvent(parameters));

    const message = expect.stringContaining(` are not right: ${mistake}; docs/`);
    expect(bundle.told).toMatchObject([
      { input: { failureDetails: { type: 'ConfigurationError', message } } },
    ]);
  });

  it('answers whoever has an id', async () => {
    await bundle.invoke({ 'CodePipeline.job': { id: JOB_ID, data: null } });

    const message = expect.stringContaining('UserParameters are missing');
    expect(bundle.told).toMatchObject([
      { input: { jobId: JOB_ID, failureDetails: { type: 'ConfigurationError', message } } },
    ]);
  });

  it('counts what CodePipeline took', async () => {
    await bundle.invoke(jobEvent('{'));

    expect(bundle.log.filter((line) => line.includes('"JobsFailed":1'))).not.toEqual([]);
  });

  it('answers although it could not start', async () => {
    await bundle.invoke(jobEvent(NOTIFY), 'without-table');

    const message = expect.stringContaining('TABLE_NAME');
    expect(bundle.told).toMatchObject([
      { input: { failureDetails: { type: 'ConfigurationError', message } } },
    ]);
    expect(bundle.log.join('\n')).toContain('TABLE_NAME');
  });

  it('answers again when CodePipeline leaves it hanging', async () => {
    await bundle.invoke(jobEvent(NOTIFY));
    bundle.told.length = 0;
    const hang = () => new Promise(() => undefined);
    bundle.troubles.push(async () => undefined, hang);

    const outcome = await bundle.invoke(jobEvent(NOTIFY));

    expect(outcome.ok).toBe(true);
    expect(bundle.told).toEqual([SUCCEEDED]);
  });
});
