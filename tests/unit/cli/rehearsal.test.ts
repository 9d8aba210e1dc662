import { describe, expect, it } from '@jest/globals';
import { rehearse } from '#cli/rehearsal.ts';
import { readSettings } from '#shared/config/settings.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import {
  buildActionEvent,
  buildPipelineEvent,
  buildStageEvent,
  type RawEvent,
} from '#tests/support/build-event.ts';
import { IDENTITY } from '#tests/support/build-record.ts';

const { settings } = readSettings(
  `
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes: [{ to: [pipelines, mail] }]`,
  'signalbox.yml',
);
const NOWHERE = { account: null, region: undefined, resources: undefined };
const FAILED = [
  buildPipelineEvent(),
  buildStageEvent({ after: 5 }),
  buildActionEvent({ state: 'FAILED', after: 9 }),
  buildPipelineEvent({ state: 'FAILED', after: 10 }),
] as const;

async function report(...raws: readonly unknown[]) {
  if (settings === undefined) throw new Error('the settings of this test have a mistake');
  // As out of a file: what is undefined is not there.
  const events = raws.map((raw, index) => ({ file: 'f', index, raw: JSON.parse(JSON.stringify(raw)) }));
  const { destinations, notices, rejected } = await rehearse(settings, events);
  const { pipelines = [], mail = [] } = destinations;
  return { pipelines, mail, notices, rejected, parent: pipelines.findLast(({ key }) => key === 'execution') };
}

function withoutTime({ time: _, ...event }: RawEvent): unknown {
  return { ...event, detail: { ...event.detail, 'start-time': null } };
}

describe('rehearse', () => {
  it('tells of an execution once, also where some of its events do not say where it is', async () => {
    const [started, stage, action, ended] = FAILED;

    const { pipelines } = await report(
      { ...stage, ...NOWHERE },
      started,
      { ...action, account: null, resources: [] },
      { ...ended, ...NOWHERE },
    );

    expect(new Set(pipelines.map(({ subject }) => subject))).toEqual(new Set([toRecordKey(IDENTITY)]));
    expect(pipelines.filter(({ operation }) => operation === 'post')).toHaveLength(1);
  });

  it('tells of an execution that no event places', async () => {
    const { parent } = await report({ ...FAILED[0], ...NOWHERE });

    expect(parent?.subject).toMatch(/^execution\/unknown\/unknown\//);
  });

  it('ends in the same message for every order of events of which some have no time', async () => {
    const events = FAILED.map((event, index) => (index % 2 === 0 ? withoutTime(event) : event));
    const orders = [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
      [1, 3, 0, 2],
    ];

    const reports = await Promise.all(orders.map((order) => report(...order.map((index) => events[index]))));

    expect(new Set(reports.map(({ parent }) => JSON.stringify(parent?.payload))).size).toBe(1);
    expect(JSON.stringify(reports)).not.toMatch(/Duration|After:|1970/);
  });

  it('tells all of events without any time', async () => {
    const { parent, mail } = await report(...FAILED.map(withoutTime));

    expect(parent?.payload).toMatchObject({ text: 'web-shop failed in Build\nUnitTests' });
    expect(mail.map(({ key }) => key)).toEqual(['started', 'failed 1']);
  });

  it('tells an event without a time beside others that are years apart', async () => {
    const old = buildPipelineEvent({ executionId: 'old', envelope: { time: '2017-01-01T00:00:00Z' } });
    const [started, , , ended] = FAILED;

    const { parent } = await report(old, started, withoutTime(ended));

    expect(parent?.payload).toMatchObject({ text: 'web-shop failed' });
  });

  it.each(['1969-12-31T23:59:59Z', '0001-01-01T00:00:00Z'])('takes %s for no time', async (time) => {
    const { pipelines } = await report(
      buildPipelineEvent({ envelope: { time }, detail: { 'start-time': time } }),
    );

    expect(pipelines).toHaveLength(1);
    expect(JSON.stringify(pipelines)).not.toMatch(/Started|1969/);
  });

  it('goes on where there is more to say than one look sends', async () => {
    const attempts = Array.from({ length: 45 }, (_, index) => index + 1);
    const failures = attempts.map((attempt) => buildPipelineEvent({ state: 'FAILED', after: 5, attempt }));

    const { mail } = await report(...failures);

    expect(mail.filter(({ key }) => key.startsWith('failed')).map(({ key }) => key)).toEqual(
      attempts.map((attempt) => `failed ${attempt}`),
    );
  });

  it('tells of one attempt for one event, however large its number', async () => {
    const { mail } = await report(buildPipelineEvent({ state: 'RESUMED', attempt: 45 }));

    expect(mail.map(({ key }) => key)).toEqual(['started', 'retried 45']);
  });

  it('takes the records beside a broken one', async () => {
    const [first, , , last] = FAILED.map((event) => ({ messageId: 'm', body: JSON.stringify(event) }));

    const { mail, notices, rejected } = await report({ Records: [first, { body: '{' }, null, last] });

    expect(mail.map(({ key }) => key)).toEqual(['started', 'notice', 'failed 1']);
    expect(notices.map(({ title }) => title)).toEqual(['A message that is no event']);
    expect(rejected).toEqual([{ file: 'f', index: 0, error: expect.stringContaining('not JSON') }]);
  });
});
