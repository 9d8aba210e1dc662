import { describe, expect, it } from '@jest/globals';
import { buildActionEvent, buildPipelineEvent, buildStageEvent } from '#tests/support/build-event.ts';
import { sampleOf, withDetail } from '#tests/support/samples.ts';
import { MEMBER, World } from './support/world.ts';

const STRANGER = '999900001111';
const BY_STAGE = `
destinations:
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes:
  - { match: { stage: Deploy, status: [failed] }, to: mail }
`;

describe('events in', () => {
  it('takes the rest of a batch when one body is poison, and keeps that with its reason', async () => {
    const world = new World();
    const good = Array.from({ length: 8 }, (_, index) =>
      JSON.stringify(buildPipelineEvent({ executionId: `execution-${index}` })),
    );

    const failed = await world.receive('{"detail-type": ', ...good, JSON.stringify(withoutExecution()));

    expect(failed).toEqual([]);
    expect(world.slack.parents).toHaveLength(8);
    expect(
      world.queues.parked.map(({ body, reason }) => [body.slice(0, 16), reason['code'], reason['source']]),
    ).toEqual([
      ['{"detail-type": ', 'invalid_input', 'events'],
      [expect.any(String), 'invalid_input', 'events'],
    ]);
  });

  it('reads events inside SNS envelopes and inside the records of an SNS or SQS event', async () => {
    const world = new World();
    const event = (executionId: string) => JSON.stringify(buildPipelineEvent({ executionId }));
    const envelope = {
      Type: 'Notification',
      MessageId: '1',
      TopicArn: 'arn:aws:sns:eu-west-1:111122223333:t',
      Message: event('sns'),
    };

    await world.receive(
      JSON.stringify(envelope),
      JSON.stringify({
        Records: [
          { EventSource: 'aws:sns', Sns: { Message: event('record-1') } },
          { Sns: { Message: event('record-2') } },
        ],
      }),
      JSON.stringify({
        Records: [{ messageId: '1', body: JSON.stringify({ ...envelope, Message: event('nested') }) }],
      }),
    );

    expect(world.slack.parents).toHaveLength(4);
  });

  it('takes the records beside a broken one, and keeps the whole with its reason', async () => {
    const world = new World();
    const event = (executionId: string) => JSON.stringify(buildPipelineEvent({ executionId }));
    const body = JSON.stringify({
      Records: [{ body: event('before') }, { body: '{"cut": ' }, { body: event('after') }],
    });

    const failed = await world.receive(body);

    expect(failed).toEqual([]);
    expect(world.slack.parents).toHaveLength(2);
    expect(world.queues.parked.map(({ body: kept, reason }) => [kept, reason['code']])).toEqual([
      [body, 'invalid_input'],
    ]);
  });

  it('takes both shapes of one transition as one', async () => {
    const world = new World();
    const { 'detail-type': detailType, id: _, ...rest } = buildPipelineEvent({ state: 'FAILED', after: 5 });
    const rule = {
      ...rest,
      detailType,
      notificationRuleArn: 'arn',
      additionalAttributes: {
        failedStage: 'Build',
        failedActions: [{ action: 'UnitTests', additionalInformation: 'exit status 1' }],
      },
    };

    await world.play(buildPipelineEvent({ state: 'FAILED', after: 5 }), rule);

    expect(world.slack.parents).toHaveLength(1);
    expect(world.slack.replies).toHaveLength(1);
    expect(world.slack.replies[0]?.body['text']).toContain('failed in Build');
    expect(JSON.stringify(world.slack.replies[0]?.body['blocks'])).toContain('UnitTests: exit status 1');
  });

  it('routes a failure by its stage where a notification rule alone tells it', async () => {
    const world = new World(BY_STAGE);

    await world.play(sampleOf('notification-rule/pipeline-failed'));
    await world.wait(60);

    expect(world.topics.published.map(({ Subject }) => Subject)).toEqual(['web-checkout failed in Deploy']);
  });

  it('makes a readable notice of what no source knows, once', async () => {
    const world = new World();
    const event = {
      ...buildPipelineEvent(),
      id: 'x',
      source: 'aws.tardis',
      'detail-type': 'Tardis Landed',
      detail: { password: 'canary' },
    };

    await world.play(event, event);

    expect(world.slack.parents).toHaveLength(1);
    expect(world.slack.parents[0]?.body['text']).toBe('Tardis Landed arrived from aws.tardis');
    expect(JSON.stringify(world.slack.messages)).not.toContain('canary');
  });

  it('makes a notice without token or review link of an approval that came by SNS', async () => {
    const world = new World();
    const approval = {
      region: 'eu-west-1',
      consoleLink: 'https://c',
      approval: { pipelineName: 'p', token: 'canary-token', approvalReviewLink: 'https://canary' },
    };

    await world.receive(
      JSON.stringify({ Type: 'Notification', TopicArn: 'arn', Message: JSON.stringify(approval) }),
    );

    expect(world.slack.parents).toHaveLength(1);
    expect(JSON.stringify(world.slack.messages)).not.toContain('canary');
  });

  it('pings nobody and links nowhere for what a commit message says', async () => {
    const world = new World();
    const message = '<!channel> <@U1> <https://evil.example|click> & *bold* `code`';
    const detail = {
      type: { category: 'Source', provider: 'CodeCommit' },
      'execution-result': { 'external-execution-id': 'abc', 'external-execution-summary': message },
    };

    await world.play(buildActionEvent({ stage: 'Source', action: 'Git', state: 'SUCCEEDED', detail }));

    const sent = JSON.stringify(world.slack.messages);
    expect(sent).toContain('&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil.example|click&gt; &amp; *bold*');
    expect(sent).not.toMatch(/<!(?!date)|<@|<https:\/\/evil/);
  });

  it('tells an unknown state in its own word and goes on', async () => {
    const world = new World();

    await world.play(
      buildPipelineEvent({ state: 'STARTED' }),
      buildPipelineEvent({ state: 'HIBERNATING', after: 5 }),
    );

    expect(world.slack.parents[0]?.body['text']).toBe('web-shop is in state HIBERNATING');
  });

  it('takes an event of 256 KB, with 100-character names, without a part of it that is too long', async () => {
    const world = new World();
    const name = 'n'.repeat(100);
    const failed = buildActionEvent({
      pipeline: name,
      stage: name,
      action: name,
      state: 'FAILED',
      detail: { 'execution-result': { 'external-execution-summary': 'é'.repeat(120_000) } },
    });

    await world.play(failed, buildStageEvent({ pipeline: name, stage: name, state: 'FAILED' }));

    expect(world.slack.replies).toHaveLength(1);
    const [record] = (
      await world.table.get([`execution/111122223333/eu-west-1/${name}/7a8e7924-7efa-442e-beaa-961a80e42bf2`])
    ).values();
    expect(Buffer.byteLength(JSON.stringify(record?.sets.get('observations')))).toBeLessThan(2000);
  });
});

describe('events of accounts', () => {
  it('are taken from the own one and from members', async () => {
    const world = new World();

    await world.receive(
      JSON.stringify(buildPipelineEvent({ executionId: 'own' })),
      JSON.stringify(buildPipelineEvent({ executionId: 'member', envelope: { account: MEMBER } })),
    );

    expect(world.slack.parents).toHaveLength(2);
    expect(world.queues.parked).toEqual([]);
  });

  it.each([
    ['a pipeline event', { account: STRANGER }],
    ['a pipeline event that names none', { account: undefined, resources: [] }],
    [
      'a call that names a stranger inside',
      { ...withDetail('cloudtrail/approve', { recipientAccountId: STRANGER }), account: undefined },
    ],
    ['an event of a kind that nobody knows', { account: STRANGER, 'detail-type': 'Something Else' }],
  ])('that are not listed are parked, be it %s', async (_, envelope) => {
    const world = new World();
    const own = JSON.stringify(buildPipelineEvent({ executionId: 'own' }));
    const forged = JSON.stringify({ ...buildPipelineEvent(), ...envelope });

    const failed = await world.receive(forged, own);

    expect(failed).toEqual([]);
    expect(world.slack.parents).toHaveLength(1);
    expect(world.queues.parked.map(({ body, reason }) => [body, reason['code'], reason['reason']])).toEqual([
      [forged, 'invalid_input', expect.stringContaining('is not listed')],
    ]);
  });
});

function withoutExecution(): unknown {
  const { detail, ...event } = buildPipelineEvent();
  const { 'execution-id': _, ...rest } = detail;
  return { ...event, detail: rest };
}
