import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type JobBundle, startJobBundle } from '#tests/support/job-bundle.ts';
import { CREDENTIALS, jobEvent } from '#tests/support/job-event.ts';

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
});
