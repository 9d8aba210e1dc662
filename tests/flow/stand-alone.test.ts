import { describe, expect, it } from '@jest/globals';
import { ACCOUNT, buildPipelineEvent, EXECUTION_ID, PIPELINE, REGION } from '#tests/support/build-event.ts';
import { sampleOf, withDetail } from '#tests/support/samples.ts';
import { failingExecution, quietExecution } from '#tests/support/scenes.ts';
import { World } from './support/world.ts';

const ROUTED = `
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
  security: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:security' }
routes:
  - { match: { service: [ecr, inspector] }, to: security }
  - { match: { service: cloudtrail, pipeline: 'storefront-*' }, to: pipelines }
  - { match: { pipeline: '*' }, to: pipelines }
`;

describe('events of services that belong to no execution', () => {
  it.each([
    [
      'an image scan with findings',
      'ecr/scan-with-findings',
      'shop/storefront:1.8.0 has vulnerabilities: 2 critical, 7 high',
    ],
    ['a build that failed', 'codebuild/build-failed', 'nightly-jobs failed in phase BUILD'],
  ])('reach Slack as one message, however often they come: %s', async (_, name, text) => {
    const world = new World();

    await world.play(sampleOf(name), sampleOf(name));
    await world.play(sampleOf(name));
    await world.wait(5);

    expect(world.slack.parents.map(({ body }) => body['text'])).toEqual([text]);
    expect(world.slack.replies).toEqual([]);
    expect(world.left).toBe(0);
  });

  it('show what people need, and no secret that stands beside it', async () => {
    const world = new World();

    await world.play(sampleOf('codebuild/build-failed'));

    const sent = JSON.stringify(world.slack.messages);
    expect(sent).toContain(':x: *<https://eu-west-1.console.aws.amazon.com/codesuite/codebuild/');
    expect(sent).toContain('A command failed: make nightly');
    expect(sent).toContain('Started by: user/mary.major');
    expect(sent).not.toContain('not-to-be-shown');
  });

  it('ping nobody and link nowhere for what a build is called', async () => {
    const world = new World();

    await world.play(sampleOf('codebuild/awkward-mention'));

    const sent = JSON.stringify(world.slack.messages);
    expect(sent).toContain('&lt;!channel&gt; &amp; co');
    expect(sent).not.toMatch(/<!(?!date)|<@|<https:\/\/evil/);
  });

  it.each([
    'codebuild/build-of-pipeline-failed',
    'codebuild/build-in-progress',
    'own/failed',
    's3/object-of-archive',
  ])('are not told when they are passed over: %s', async (name) => {
    const world = new World();

    await world.play(sampleOf(name));

    expect(world.slack.calls).toEqual([]);
    expect(world.telemetry.counts.get('NoticesMade')).toBeUndefined();
    expect(world.left).toBe(0);
  });

  it('go where a route for their service says', async () => {
    const world = new World(ROUTED);

    await world.play(
      sampleOf('ecr/scan-with-findings'),
      sampleOf('cloudtrail/update'),
      sampleOf('cloudtrail/role-denied'),
      sampleOf('s3/object-created'),
    );

    expect(world.topics.published.map(({ Subject }) => Subject)).toEqual([
      'shop/storefront:1.8.0 has vulnerabilities: 2 critical, 7 high',
    ]);
    expect(world.slack.parents.map(({ body }) => body['text'])).toEqual([
      'storefront-release was edited by mary.major (version 12)',
    ]);
  });
});

describe('a call for an execution', () => {
  it('is told by nothing as long as it is alone', async () => {
    const world = new World();

    await world.play(call('start'), call('stop'), call('retry'));
    await world.wait(600);

    expect(world.slack.calls).toEqual([]);
    expect(world.topics.published).toEqual([]);
    expect(world.objects.objects).toEqual([]);
    expect(world.telemetry.counts.get('EventsTooOld')).toBeUndefined();
    expect([world.deliveries, world.left]).toEqual([0, 0]);
  });

  it('names on the message who started it, also when it comes first', async () => {
    const world = new World();

    await world.play(call('start'), ...quietExecution());

    expect(world.slack.parents).toHaveLength(1);
    expect(world.slack.replies).toEqual([]);
    expect(world.slack.parents[0]?.body['text']).toBe('web-shop succeeded');
    expect(JSON.stringify(world.slack.parents[0]?.body)).toContain('Started by: mary.major');
  });

  it('is put on the message of what has ended, and is no news', async () => {
    const world = new World();
    await world.play(...failingExecution());
    await world.wait(60);
    const before = world.slack.replies.length;

    await world.play(call('start'), call('retry'));

    expect(world.slack.parents).toHaveLength(1);
    expect(JSON.stringify(world.slack.parents[0]?.body)).toContain('Started by: mary.major');
    expect(JSON.stringify(world.slack.parents[0]?.body)).toContain('Retried by: mary.major');
    expect(world.slack.parents[0]?.body['text']).toContain('web-shop failed in Build');
    expect(world.slack.replies).toHaveLength(before);
    expect(world.topics.published).toHaveLength(1);
  });

  it('of a person that stopped it is on the message beside the reason', async () => {
    const world = new World();
    const stop = { detail: { 'stop-execution-comments': 'Wrong branch' } };

    await world.play(
      buildPipelineEvent({ state: 'STARTED' }),
      buildPipelineEvent({ state: 'STOPPING', after: 20, ...stop }),
      call('stop'),
      buildPipelineEvent({ state: 'STOPPED', after: 30 }),
    );

    expect(world.slack.parents[0]?.body['text']).toBe('web-shop was stopped: Wrong branch');
    expect(JSON.stringify(world.slack.parents[0]?.body)).toContain('Stopped by: jo');
  });

  it('has CodePipeline asked after an execution of which no event came', async () => {
    const world = new World();
    await world.play(call('start'));
    world.history.status = 'Succeeded';

    await world.wait(600);
    await world.sweep();

    expect(world.slack.parents.map(({ body }) => body['text'])).toEqual(['web-shop succeeded']);
  });
});

/** For the execution that the scenes are about. */
function call(name: string) {
  return withDetail(`cloudtrail/${name}`, {
    awsRegion: REGION,
    recipientAccountId: ACCOUNT,
    requestParameters: { name: PIPELINE, pipelineName: PIPELINE, pipelineExecutionId: EXECUTION_ID },
    responseElements: { pipelineExecutionId: EXECUTION_ID },
  });
}
