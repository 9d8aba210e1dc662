import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { buildActionEvent, buildPipelineEvent, buildStageEvent } from '#tests/support/build-event.ts';
import { createFolder, runScript, runScriptIn } from './support/command.ts';

const EVENTS = join(import.meta.dirname, '../../../events');
const CONFIG = `
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
  chat: { type: slack-webhook, secret: signalbox/chat-webhook }
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes:
  - { to: pipelines, continue: true }
  - { match: { status: [failed, recovered] }, to: [mail, chat] }
`;

// The very form: no member more or less.
const Report = z.strictObject({
  destinations: z.record(
    z.string(),
    z.array(
      z.strictObject({
        subject: z.string(),
        key: z.string(),
        operation: z.enum(['post', 'update', 'reply']),
        payload: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
  notices: z.array(z.record(z.string(), z.unknown())),
  rejected: z.array(z.strictObject({ file: z.string(), index: z.number(), error: z.string() })),
});

const folder = createFolder();
const config = folder.write('config.yml', CONFIG);
const failed = [
  buildPipelineEvent(),
  buildStageEvent({ after: 5 }),
  buildActionEvent({
    state: 'FAILED',
    after: 9,
    detail: { 'execution-result': { 'external-execution-summary': 'exit status 1' } },
  }),
  buildPipelineEvent({ state: 'FAILED', after: 10 }),
];

afterAll(folder.remove);

function preview(...args: readonly string[]) {
  return runScript('preview.ts', '--config', config, ...args);
}

async function report(...args: readonly string[]) {
  const { code, stdout, stderr } = await preview(...args);
  expect([code, stderr]).toEqual([0, '']);
  return Report.parse(JSON.parse(stdout));
}

function samples(place: string): readonly string[] {
  return readdirSync(join(EVENTS, place))
    .filter((name) => /\.(json|ndjson)$/.test(name))
    .map((name) => join(EVENTS, place, name));
}

describe('npm run preview', () => {
  it('prints what each destination would be sent, in order of sending', async () => {
    const { destinations, notices, rejected } = await report(
      folder.write('failed.json', JSON.stringify(failed)),
    );

    const list = Object.entries(destinations).map(([name, entries]) => [
      name,
      entries.map(({ operation, key }) => `${operation} ${key}`),
    ]);
    expect(Object.fromEntries(list)).toEqual({
      pipelines: ['post execution', 'reply failed 1', 'update execution'],
      chat: ['post failed 1'],
      mail: ['post failed 1'],
    });
    expect(
      new Set(Object.values(destinations).flatMap((entries) => entries.map(({ subject }) => subject))),
    ).toEqual(new Set(['execution/111122223333/eu-west-1/web-shop/7a8e7924-7efa-442e-beaa-961a80e42bf2']));
    expect([notices, rejected]).toEqual([[], []]);
  });

  it('prints the very payloads that are sent', async () => {
    const { destinations } = await report(folder.write('payloads.json', JSON.stringify(failed)));

    expect(destinations['pipelines']?.at(-1)?.payload).toMatchObject({
      channel: '#pipelines',
      text: 'web-shop failed in Build\nUnitTests: exit status 1',
      blocks: [{ type: 'section' }, { type: 'section' }, { type: 'section' }, { type: 'context' }],
    });
    expect(destinations['mail']?.[0]?.payload).toMatchObject({
      TopicArn: 'arn:aws:sns:eu-west-1:111122223333:mail',
      Subject: 'web-shop failed in Build',
    });
  });

  it('prints the same bytes again for the same events', async () => {
    const files = [...samples('scenes'), ...samples('notification-rule'), ...samples('approval-topic')];

    const [first, second] = await Promise.all([preview(...files), preview(...files)]);

    expect(first.code).toBe(0);
    expect(first.stdout).toBe(second.stdout);
    expect(first.stdout.length).toBeGreaterThan(10_000);
  });

  it('shows one parent for each execution of all samples, and rejects none', async () => {
    const files = ['scenes', 'codepipeline', 'notification-rule', 'approval-topic'].flatMap(samples);

    const { destinations, notices, rejected } = await report(...files);

    const parents = (destinations['pipelines'] ?? []).filter(
      ({ operation, subject }) => operation === 'post' && subject.startsWith('execution/'),
    );
    expect(parents.length).toBeGreaterThan(80);
    expect(new Set(parents.map(({ subject }) => subject)).size).toBe(parents.length);
    // All of one approval.
    expect(notices.map(({ title }) => title)).toEqual([expect.stringContaining('Approve/ReleaseManager')]);
    expect(rejected).toEqual([]);
  });

  it('ends in the same message for every order of the events', async () => {
    const orders = [failed, failed.toReversed(), [1, 3, 0, 2, 3, 1].map((index) => failed[index])];
    const reports = await Promise.all(
      orders.map((events, index) => report(folder.write(`order-${index}.json`, JSON.stringify(events)))),
    );

    const ends = reports.map(({ destinations }) =>
      destinations['pipelines']?.findLast(({ key }) => key === 'execution'),
    );
    expect(new Set(ends.map((end) => JSON.stringify(end?.payload))).size).toBe(1);
  });

  it('tells of executions one after the other whether they go on failing', async () => {
    const again = failed.map(({ time, detail, ...event }) => ({
      ...event,
      id: `${event.id}-again`,
      time: time.replace('T09:', 'T11:'),
      detail: {
        ...detail,
        'execution-id': 'again',
        'start-time': String(detail['start-time']).replace('T09:', 'T11:'),
      },
    }));

    const { destinations } = await report(folder.write('again.json', JSON.stringify([...failed, ...again])));

    expect(Object.keys(destinations)).toEqual(['pipelines', 'chat', 'mail']);
    expect(JSON.stringify(destinations['mail']?.[0]?.payload)).not.toContain('Still failing');
    expect(JSON.stringify(destinations['mail']?.[1]?.payload)).toContain(
      'Still failing: 2 executions, for 2 h',
    );
  });

  it('tells an event that no source knows as a notice', async () => {
    const other = {
      id: 'e-1',
      source: 'aws.ecr',
      'detail-type': 'ECR Referrer Action',
      time: '2026-03-04T09:15:00Z',
    };

    const { destinations, notices } = await report(folder.write('other.json', JSON.stringify(other)));

    expect(notices).toEqual([
      { id: 'e-1', title: 'ECR Referrer Action', source: 'aws.ecr', time: 1_772_615_700 },
    ]);
    expect(destinations['pipelines']).toMatchObject([
      { subject: 'notice/e-1', key: 'notice', operation: 'post' },
    ]);
  });

  it('names the file and the place of what it rejects, and goes on', async () => {
    const bare = { ...buildPipelineEvent(), detail: { pipeline: 'web-shop' } };
    const array = folder.write('array.json', JSON.stringify([buildPipelineEvent(), bare]));
    const lines = folder.write(
      'lines.ndjson',
      `${JSON.stringify(failed[0])}\n{"cut":\n${JSON.stringify(failed[1])}\n`,
    );
    const broken = folder.write('broken.json', 'canary');
    const empty = folder.write('empty.json', '');

    const { destinations, rejected } = await report(array, lines, broken, empty);

    expect(rejected).toEqual([
      { file: array, index: 1, error: expect.stringContaining('detail.execution-id is missing') },
      { file: lines, index: 1, error: expect.stringMatching(/^not JSON: /) },
      { file: broken, index: 0, error: 'not JSON: it is something else' },
      { file: empty, index: 0, error: 'the file is empty' },
    ]);
    expect(destinations['pipelines']).not.toEqual([]);
  });

  it('reads a time without a zone the same everywhere', async () => {
    const time = '2026-03-04T09:15:00';
    const event = buildPipelineEvent({ envelope: { time }, detail: { 'start-time': time } });
    const file = folder.write('zone.json', JSON.stringify(event));
    const run = (TZ: string) => runScriptIn({ TZ }, 'preview.ts', '--config', config, file);

    const [here, there] = await Promise.all([run('UTC'), run('Asia/Tokyo')]);

    expect(here.stdout).toContain('2026-03-04 09:15 UTC');
    expect(there.stdout).toBe(here.stdout);
  });

  it('survives what is hostile: half characters, prototypes, deep nesting, attempts without end', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const hostile = [
      buildPipelineEvent({ pipeline: 'a\ud800b', executionId: 'e\u0000-1' }),
      buildPipelineEvent({ executionId: 'e-2', detail: { 'pipeline-execution-attempt': 1e9 } }),
      JSON.parse('{"__proto__":{"detail-type":"x"},"detail":{"constructor":1}}'),
    ];
    const file = folder.write('hostile.json', JSON.stringify(hostile));
    const nested = folder.write('nested.json', `{"detail":${deep}}`);

    const { destinations, rejected } = await report(file, nested);

    expect(destinations['pipelines']?.map(({ operation }) => operation)).toEqual(['post', 'post', 'post']);
    expect(rejected).toEqual([{ file: nested, index: 0, error: expect.stringContaining('nested') }]);
  });

  it.each([
    ['no events', [], /^no events given\n\n[\s\S]*npm run --silent preview/],
    ['a file that is not there', [folder.absent], /cannot be read \(ENOENT\)/],
    ['an option that it does not know', ['--wrong'], /--wrong/],
    [
      'settings that are not there',
      ['--config', folder.absent, folder.absent],
      /absent\.json cannot be read/,
    ],
  ])('ends with 2 for %s, and prints nothing', async (_, args, complaint) => {
    const { code, stdout, stderr } = await preview(...args);

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(complaint);
    expect(stderr).not.toContain('    at ');
  });

  it('ends with 2 for settings with mistakes, and lists them', async () => {
    const wrong = folder.write('wrong.yml', 'destinations: {}\nroutes: [{ to: nobody }]');

    const { code, stderr } = await preview('--config', wrong, folder.absent);

    expect(code).toBe(2);
    expect(stderr).toContain(`${wrong}:2: route 1 names the destination "nobody", which does not exist`);
  });

  it('says how it is used', async () => {
    expect(await preview('--help')).toEqual({
      code: 0,
      stdout: expect.stringContaining('npm run --silent preview -- [--config FILE] EVENTS…'),
      stderr: '',
    });
  });
});
