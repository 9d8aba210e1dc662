import { describe, expect, it } from '@jest/globals';
import { readEvent } from '#shared/sources/index.ts';
import {
  ACCOUNT,
  buildActionEvent,
  buildPipelineEvent,
  buildStageEvent,
  REGION,
  START,
} from '#tests/support/build-event.ts';

const CONTEXT = { receivedAt: START };

function noticeOf(raw: unknown) {
  const read = readEvent(raw, CONTEXT);
  if (!('notice' in read)) throw new Error('an event, where a notice was expected');
  return read.notice;
}

describe('an event that no source knows', () => {
  it('becomes a notice that tells what its envelope tells', () => {
    const raw = {
      ...buildPipelineEvent({
        envelope: { id: 'e-1', source: 'aws.ecr', 'detail-type': 'ECR Referrer Action' },
      }),
      resources: ['arn:aws:ecr:eu-west-1:111122223333:repository/shop'],
    };

    expect(noticeOf(raw)).toEqual({
      kind: 'notice',
      id: 'e-1',
      title: 'ECR Referrer Action',
      source: 'aws.ecr',
      account: ACCOUNT,
      region: REGION,
      resource: 'arn:aws:ecr:eu-west-1:111122223333:repository/shop',
      time: START,
    });
  });

  it.each([
    ['text', 'Deployment finished', 'A plain-text message'],
    ['a number', 7, 'A message that is no event'],
    ['null', null, 'A message that is no event'],
    ['a list', [1], 'A message that is no event'],
    ['an empty object', {}, 'An empty message'],
    ['an object', { token: 'canary', region: 5 }, 'A message with token, region'],
    ['a detail type that shows nothing', { 'detail-type': ' \u0000' }, 'A message with detail-type'],
    [
      'many members',
      Object.fromEntries([...'abcdefghij'].map((n) => [n, 1])),
      'A message with a, b, c, d, e, f, g, h',
    ],
  ])('is named by its shape and never by its values: %s', (_, raw, title) => {
    expect(noticeOf(raw).title).toBe(title);
  });

  it('is the same notice when it is repeated, also without an id', () => {
    const raw = { 'detail-type': 'Custom', source: 'shop', detail: { order: 7 } };

    expect(noticeOf(raw).id).toBe(noticeOf(structuredClone(raw)).id);
    expect(noticeOf({ ...raw, detail: { order: 8 } }).id).not.toBe(noticeOf(raw).id);
  });

  it('has an id that can be a key, whatever its own is', () => {
    expect(noticeOf({ id: 'a/b c' }).id).toMatch(/^[0-9a-f]{32}$/);
    expect(noticeOf({ id: 'x'.repeat(101) }).id).toMatch(/^[0-9a-f]{32}$/);
    expect(noticeOf({ id: 'arn:a.b-c_d' }).id).toBe('arn:a.b-c_d');
  });
});

describe('an event of CodePipeline', () => {
  it.each([
    ['of its envelope', {}, ACCOUNT, REGION],
    ['of its ARN, when the envelope has none', { account: undefined, region: '' }, ACCOUNT, REGION],
    ['unknown, when nothing tells', { account: null, region: null, resources: [] }, 'unknown', 'unknown'],
    [
      'unknown, when they are none',
      { account: 'a/b', region: 'x y', resources: ['a:b'] },
      'unknown',
      'unknown',
    ],
  ])('has the account and region %s', (_, envelope, account, region) => {
    expect(readEvent(buildPipelineEvent({ envelope }), CONTEXT)).toMatchObject({
      event: { execution: { account, region } },
    });
  });

  it.each([
    ['STARTED', START],
    ['FAILED', START + 99],
  ])('without a time happened when it started or was received: %s', (state, time) => {
    const raw = buildPipelineEvent({ state, envelope: { time: undefined } });

    expect(readEvent(raw, { receivedAt: START + 99 })).toMatchObject({ event: { time } });
  });

  it.each([
    [1, 1],
    ['2', 2],
    [2.0, 2],
    [1.9, 1],
    [1000, 1000],
  ])('has the attempt %j as %d', (given, attempt) => {
    expect(
      readEvent(buildPipelineEvent({ detail: { 'pipeline-execution-attempt': given } }), CONTEXT),
    ).toMatchObject({ event: { attempt } });
  });

  it.each([0, -1, 1001, 1e308, '1e999', 'two', null])('has no attempt when it says %j', (given) => {
    const read = readEvent(buildActionEvent({ detail: { 'pipeline-execution-attempt': given } }), CONTEXT);

    expect(read).not.toHaveProperty('event.attempt');
    expect(read).toHaveProperty('event.actionExecutionId', 'run-of-UnitTests-1');
  });

  it.each([
    [12, '12'],
    ['12', '12'],
    ['1', '1'],
    [0, undefined],
    ['twelve', undefined],
    [1.5, undefined],
  ])('has the version %j as %j', (given, version) => {
    const read = readEvent(buildPipelineEvent({ detail: { version: given } }), CONTEXT);

    expect('event' in read && read.event.facts.version).toBe(version);
  });

  it.each([
    ['failed', 'FAILED'],
    ['Succeeded', 'SUCCEEDED'],
    ['stopping', 'STOPPING'],
    ['PAUSED', 'PAUSED'],
    ['Paused', 'Paused'],
  ])('has the state %s as AWS spells it, or as it is where nobody knows it', (given, state) => {
    for (const build of [buildPipelineEvent, buildStageEvent, buildActionEvent])
      expect(readEvent(build({ state: given }), CONTEXT)).toMatchObject({ event: { state } });
  });

  it('tells when a stage started and why an action failed, however the state is spelled', () => {
    const detail = { 'execution-result': { 'error-code': 'JobFailed' } };

    expect(readEvent(buildStageEvent({ state: 'started' }), CONTEXT)).toHaveProperty('event.facts.startedAt');
    expect(readEvent(buildActionEvent({ state: 'failed', detail }), CONTEXT)).toHaveProperty(
      'event.facts.errorCode',
      'JobFailed',
    );
  });

  it('tells the git trigger', () => {
    const trigger = {
      'author-display-name': 'Mary Major',
      'full-repository-name': 'example-org/web-shop',
      'commit-message': '\n  Raise the timeout\n\nIt was too short.',
      'commit-id': 'c-1',
      'branch-name': 'main',
      'provider-type': 'GitHub',
      'author-email': 'mary.major@example.com',
    };

    const read = readEvent(
      buildPipelineEvent({ state: 'SUCCEEDED', detail: { 'execution-trigger': trigger } }),
      CONTEXT,
    );

    expect('event' in read && read.event.facts).toEqual({
      startedAt: String(START * 1000),
      version: '12',
      commit: 'c-1',
      subject: 'Raise the timeout',
      author: 'Mary Major',
      authorEmail: 'mary.major@example.com',
      branch: 'main',
      repository: 'example-org/web-shop',
      host: 'GitHub',
    });
  });

  it('of a source action tells the revision that was taken', () => {
    const detail = {
      type: { category: 'Source', provider: 'CodeStarSourceConnection' },
      'execution-result': {
        'external-execution-id': 'c-1',
        'external-execution-url': 'https://console.aws.amazon.com/x',
        'external-execution-summary': '{"ProviderType":"GitHub","CommitMessage":"Raise it\\nmore"}',
      },
    };

    const read = readEvent(buildActionEvent({ state: 'SUCCEEDED', detail }), CONTEXT);

    expect('event' in read && read.event.facts).toEqual({
      provider: 'Source/CodeStarSourceConnection',
      commit: 'c-1',
      subject: 'Raise it',
      host: 'GitHub',
      url: 'https://console.aws.amazon.com/x',
    });
  });

  it('tells why an action failed, and only then', () => {
    const result = { 'external-execution-summary': 'exit status 1', 'error-code': 'JobFailed' };
    const tell = (state: string) => {
      const read = readEvent(buildActionEvent({ state, detail: { 'execution-result': result } }), CONTEXT);
      return 'event' in read ? read.event.facts : undefined;
    };

    expect(tell('FAILED')).toEqual({
      provider: 'Build/CodeBuild',
      summary: 'exit status 1',
      errorCode: 'JobFailed',
    });
    expect(tell('SUCCEEDED')).toEqual({ provider: 'Build/CodeBuild' });
  });

  it.each([
    ['another', 'ap-northeast-1', 'ap-northeast-1'],
    ['the same', REGION, undefined],
    ['none', undefined, undefined],
    ['no region at all', 'x y', undefined],
  ])('of an action that failed in %s Region tells it where it differs', (_, region, told) => {
    const tell = (state: string) => {
      const read = readEvent(buildActionEvent({ state, detail: { region } }), CONTEXT);
      return 'event' in read ? read.event.facts.region : read;
    };

    expect([tell('FAILED'), tell('SUCCEEDED')]).toEqual([told, undefined]);
  });

  it('of an approval tells the words and the error, never the id, which can be its token', () => {
    const detail = {
      type: { category: 'Approval', provider: 'Manual' },
      'execution-result': {
        'external-execution-id': 'canary',
        'external-execution-summary': 'Not today',
        'error-code': 'ConfigurationError',
      },
    };
    const tell = (state: string) => {
      const read = readEvent(buildActionEvent({ state, detail }), CONTEXT);
      return 'event' in read ? read.event.facts : undefined;
    };

    expect(tell('FAILED')).toEqual({
      provider: 'Approval/Manual',
      startedAt: String(START * 1000),
      summary: 'Not today',
      errorCode: 'ConfigurationError',
    });
    expect(tell('SUCCEEDED')).toEqual({ provider: 'Approval/Manual', summary: 'Not today' });
  });
});
