import { describe, expect, it } from '@jest/globals';
import { announcements, type Status } from '#shared/domain/announcement.ts';
import type { Facts } from '#shared/domain/facts.ts';
import { CALL, type Observation, STRUCTURE } from '#shared/domain/observation.ts';
import { executionCard } from '#shared/presentation/execution-card.ts';
import { EXECUTION_ID, START } from '#tests/support/build-event.ts';
import { buildCard, buildExecution, seen } from '#tests/support/build-record.ts';

const LINK = {
  label: 'Open execution',
  url: `https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/web-shop/executions/${EXECUTION_ID}/timeline?region=eu-west-1`,
};
const CONSOLE = 'https://console.aws.amazon.com/codebuild/x';
const WHERE = { label: 'Where', text: '111122223333 · eu-west-1' };
const STARTED = { label: 'Started', text: '2026-03-04 09:15 UTC', time: START };

const BUILD_FAILED: Partial<Observation> = {
  ...seen('Build.UnitTests FAILED@192')[0],
  facts: { provider: 'Build/CodeBuild', summary: 'exit status 1', errorCode: 'JobFailed', url: CONSOLE },
};
const STRUCTURE_KNOWN: Partial<Observation> = {
  state: STRUCTURE,
  time: 1,
  facts: { stages: '["Source","Build","Deploy"]' },
};

describe('executionCard', () => {
  it('shows an execution that has just started', () => {
    expect(executionCard(buildExecution(seen('STARTED@0')))).toEqual(
      buildCard({
        headline: 'is running',
        tone: 'running',
        facts: [STARTED, WHERE],
        links: [LINK],
        link: LINK,
        pace: 'STARTED 1 1',
      }),
    );
  });

  it('shows a failure: where, why, with which change, after how long', () => {
    const source: Partial<Observation> = {
      ...seen('Source.Checkout SUCCEEDED@5')[0],
      facts: {
        provider: 'Source/CodeStarSourceConnection',
        commit: '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d',
        subject: 'Raise the timeout',
        author: 'Mary Major',
        branch: 'main',
        repository: 'example-org/web-shop',
        url: CONSOLE,
      },
    };
    const history = [
      ...seen('STARTED@0', 'Source STARTED@1', 'Source SUCCEEDED@6', 'Build STARTED@7', 'FAILED@194'),
      source,
      BUILD_FAILED,
      STRUCTURE_KNOWN,
    ];

    expect(executionCard(buildExecution(history))).toEqual(
      buildCard({
        headline: 'failed in Build',
        tone: 'bad',
        gist: 'FAILED 1 2',
        progress: [
          { name: 'Source', state: 'done' },
          { name: 'Build', state: 'failed' },
          { name: 'Deploy', state: 'waiting' },
        ],
        facts: [
          {
            label: 'Change',
            text: '4f2c9d1 Raise the timeout',
            link: { label: '4f2c9d1', url: CONSOLE },
          },
          { label: 'Author', text: 'Mary Major' },
          { label: 'From', text: 'example-org/web-shop @ main' },
          { label: 'Duration', text: '3 min 12 s' },
          WHERE,
        ],
        reasons: [
          {
            action: 'UnitTests',
            provider: 'AWS CodeBuild',
            text: 'exit status 1',
            link: { label: 'Open action', url: CONSOLE },
          },
        ],
        links: [LINK],
        link: LINK,
      }),
    );
  });

  it.each<[string, readonly Partial<Observation>[], string, string]>([
    ['running', seen('STARTED@0'), 'is running', 'running'],
    ['retried', seen('STARTED@0', 'FAILED@9', 'RESUMED@20#2'), 'is running, attempt 2', 'running'],
    ['succeeded', seen('STARTED@0', 'SUCCEEDED@9'), 'succeeded', 'good'],
    [
      'recovered',
      seen('STARTED@0', 'FAILED@9', 'RESUMED@20#2', 'SUCCEEDED@30#2'),
      'recovered: succeeded in attempt 2',
      'good',
    ],
    ['failed, nobody knows where', seen('STARTED@0', 'FAILED@9'), 'failed', 'bad'],
    [
      'failed again',
      seen('FAILED@9', 'RESUMED@20#2', 'Build FAILED@30#2'),
      'failed in Build, attempt 2',
      'bad',
    ],
    ['being stopped', seen('STARTED@0', 'STOPPING@9'), 'is being stopped', 'stopped'],
    ['stopped', seen('STARTED@0', 'STOPPED@9'), 'was stopped', 'stopped'],
    ['canceled', seen('CANCELED@9'), 'was canceled: the pipeline was edited while it ran', 'stopped'],
    ['superseded', seen('SUPERSEDED@9'), 'was superseded by a newer execution', 'stopped'],
    ['in a state of the future', seen('PAUSED@9'), 'is in state PAUSED', 'neutral'],
  ])('words an execution that is %s', (_, history, headline, tone) => {
    expect(executionCard(buildExecution(history))).toMatchObject({ headline, tone });
  });

  it('tells why it was stopped', () => {
    const [stopped] = seen('STOPPING@9');

    expect(
      executionCard(buildExecution([{ ...stopped, facts: { stopReason: 'wrong\nbranch' } }])).headline,
    ).toBe('is being stopped: wrong branch');
  });

  it.each([
    ['waits', ['Build.Compile SUCCEEDED@8'], undefined],
    ['abandons', ['Build.Compile ABANDONED@8', 'Build.Lint ABANDONED@8'], 'Compile, Lint (may still run)'],
  ])('names what may still run after a stop that %s', (_, actions, text) => {
    const execution = buildExecution(seen('STARTED@0', 'STOPPING@5', ...actions, 'STOPPED@9'));
    const told = [undefined, ...announcements(execution)].map((announcement) =>
      executionCard(execution, announcement).facts.find(({ label }) => label === 'Abandoned'),
    );

    expect(told.map((fact) => fact?.text)).toEqual([text, undefined, text]);
  });

  it.each<[string, Facts, string | undefined]>([
    [
      'the person that started it',
      { trigger: 'StartPipelineExecution', triggeredBy: 'arn:aws:sts::1:assumed-role/Release/mary.major' },
      'mary.major',
    ],
    [
      'nobody, when an event did',
      { trigger: 'CloudWatchEvent', triggeredBy: 'arn:aws:events:…:rule/r' },
      undefined,
    ],
    [
      'the person that started it, with a commit too',
      { trigger: 'StartPipelineExecution', triggeredBy: 'm', commit: 'c' },
      'm',
    ],
    ['root', { trigger: 'StartPipelineExecution', triggeredBy: 'arn:aws:iam::123456789012:root' }, 'root'],
    ['nobody, when it is not told', { trigger: 'StartPipelineExecution' }, undefined],
  ])('names %s', (_, facts, person) => {
    const { facts: shown } = executionCard(buildExecution([{ facts }]));

    expect(shown.find(({ label }) => label === 'Started by')?.text).toBe(person);
  });

  it('names who asked for it by name, whatever the events tell', () => {
    const trigger = { trigger: 'StartPipelineExecution', triggeredBy: 'arn:aws:iam::1:user/jo', commit: 'c' };
    const calls: readonly Facts[] = [
      { startedBy: 'mary.major' },
      { retriedBy: 'li' },
      { stoppedBy: 'jo\nanne' },
      { rolledBackBy: 'sam' },
    ];

    const { facts: shown } = executionCard(
      buildExecution([{ facts: trigger }, ...calls.map((facts) => ({ state: CALL, facts }))]),
    );

    expect(shown.filter(({ label }) => label.endsWith(' by'))).toEqual([
      { label: 'Started by', text: 'mary.major' },
      { label: 'Rolled back by', text: 'sam' },
      { label: 'Retried by', text: 'li' },
      { label: 'Stopped by', text: 'jo anne' },
    ]);
  });

  it('says where a commit is, when it is not on AWS', () => {
    const url = 'https://github.com/example-org/web-shop/commit/1';
    const facts = { provider: 'Source/GitHub', commit: 'c-1', subject: 'Raise it', url };

    const { facts: shown } = executionCard(
      buildExecution([{ ...seen('Source.Checkout SUCCEEDED@5')[0], facts }]),
    );

    expect(shown[0]).toEqual({
      label: 'Change',
      text: 'c-1 (github.com) Raise it',
      link: { label: 'c-1 (github.com)', url },
    });
  });

  it('leads to the page of the commit itself, where its host and its repository are known', () => {
    const commit = '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d';
    const provider = 'Source/CodeStarSourceConnection';
    const source = {
      ...seen('Source.A SUCCEEDED@5')[0],
      facts: { provider, commit, host: 'GitHub', url: CONSOLE },
    };
    const trigger = { ...seen('SUCCEEDED@9')[0], facts: { commit, repository: 'example-org/web-shop' } };

    const linkOf = (...history: readonly Partial<Observation>[]) =>
      executionCard(buildExecution(history)).facts[0]?.link?.url;

    expect(linkOf(source)).toBe(CONSOLE);
    expect(linkOf(source, trigger)).toBe(`https://github.com/example-org/web-shop/commit/${commit}`);
  });

  it('tells of further revisions by their number', () => {
    const source = (action: string, commit: string): Partial<Observation> => ({
      ...seen(`Source.${action} SUCCEEDED@5`)[0],
      facts: { provider: 'Source/S3', commit },
    });

    const card = executionCard(buildExecution([source('A', 'a-1'), source('B', 'b-1'), source('C', 'c-1')]));

    expect(card.facts[0]).toMatchObject({ label: 'Change', text: 'a-1 (+2 more)' });
  });

  it('is worth an edit while it runs only when another stage begins', () => {
    const pace = (...lines: readonly string[]) => executionCard(buildExecution(seen(...lines))).pace;

    expect(pace('STARTED@0', 'Source STARTED@1')).toBe(pace('STARTED@0'));
    expect(pace('STARTED@0', 'Source STARTED@1', 'Source.A SUCCEEDED@2')).toBe(pace('STARTED@0'));
    expect(pace('STARTED@0', 'Source STARTED@1', 'Build STARTED@5')).not.toBe(pace('STARTED@0'));
    expect(pace('STARTED@0', 'FAILED@9')).toBeUndefined();
  });
});

describe('the card of an announcement', () => {
  const history = [
    ...seen(
      'STARTED@0',
      'FAILED@194',
      'RESUMED@300#2',
      'Build FAILED@400#2',
      'FAILED@402#2',
      'RESUMED@500#3',
    ),
    ...seen('SUCCEEDED@660#3'),
    BUILD_FAILED,
  ];
  const execution = buildExecution(history);
  const cardOf = (key: string) => {
    const announcement = announcements(execution).find((one) => one.key === key);
    if (announcement === undefined) throw new Error(`nothing is announced as ${key}`);
    return executionCard(execution, announcement);
  };

  it.each([
    ['started', 'started', 'running', undefined, 0],
    ['failed 1', 'failed in Build', 'bad', '3 min 12 s', 1],
    ['retried 2', 'is being retried, attempt 2', 'running', undefined, 0],
    ['failed 2', 'failed in Build, attempt 2', 'bad', '6 min 40 s', 0],
    ['recovered', 'recovered: succeeded in attempt 3', 'good', '11 min', 0],
    ['succeeded', 'succeeded', 'good', '11 min', 0],
  ])('%s is told as what it was, also later', (key, headline, tone, after, reasons) => {
    const card = cardOf(key);

    expect([card.headline, card.tone]).toEqual([headline, tone]);
    expect(card.facts.find(({ label }) => label === 'After')?.text).toBe(after);
    expect(card.reasons).toHaveLength(reasons);
  });

  it('does not change when the execution goes on', () => {
    const earlier = buildExecution(history.filter(({ attempt }) => attempt === 1));
    const [failed] = announcements(earlier).filter(({ status }) => status === 'failed');

    const { progress: _then, pace: _paceThen, ...then } = executionCard(earlier, failed);
    const { progress: _now, pace: _paceNow, ...now } = cardOf('failed 1');

    expect(now).toEqual(then);
  });

  it.each<[Status, string, string]>([
    ['stopped', 'STOPPED@9', 'was stopped'],
    ['canceled', 'CANCELED@9', 'was canceled: the pipeline was edited while it ran'],
    ['superseded', 'SUPERSEDED@9', 'was superseded by a newer execution'],
  ])('%s is worded as the present of such an execution', (status, line, headline) => {
    const stopped = buildExecution(seen('STARTED@0', line));
    const announcement = announcements(stopped).find((one) => one.status === status);

    expect(executionCard(stopped, announcement)).toMatchObject({ headline, tone: 'stopped' });
  });
});
