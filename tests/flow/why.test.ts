import { describe, expect, it } from '@jest/globals';
import { buildActionEvent, buildPipelineEvent, buildStageEvent } from '#tests/support/build-event.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';
import { ADA } from '#tests/support/fake-people.ts';
import { World } from './support/world.ts';

const DEPLOY = { owner: 'AWS', category: 'Deploy', provider: 'CodeDeploy', version: '1' };
const RESULT = {
  'external-execution-id': 'd-ABCDEF123',
  'external-execution-summary': 'Deployment d-ABCDEF123 failed',
  'error-code': 'JobFailed',
};
const DEPLOYMENT = {
  deploymentInfo: {
    status: 'Failed',
    errorInformation: { code: 'HEALTH_CONSTRAINTS', message: 'Too many hosts are unhealthy' },
    deploymentOverview: { Failed: 2, Succeeded: 1 },
  },
};

function failed(after = 20) {
  return buildActionEvent({
    stage: 'Deploy',
    action: 'Fleet',
    state: 'FAILED',
    after,
    detail: { type: DEPLOY, 'execution-result': RESULT },
  });
}

function codedeploy(...script: readonly unknown[]): FakeAwsJson {
  return new FakeAwsJson(...script);
}

function knowing(services: Readonly<Record<string, FakeAwsJson>>, config?: string): World {
  const world = config === undefined ? new World() : new World(config);
  world.services = new FakeAwsServices({ CODEPIPELINE: new FakeAwsJson({}), ...services });
  return world;
}

function mails(world: World): readonly string[] {
  return world.topics.published.map(({ Message }) => String(JSON.parse(Message).email));
}

describe('why an action failed', () => {
  it('is in the reply, and in the mail, which waits for it', async () => {
    const service = codedeploy(DEPLOYMENT, { targetIds: [] });
    const world = knowing({ CODEDEPLOY: service });

    await world.play(buildPipelineEvent({ state: 'STARTED' }), failed());

    const [reply] = world.slack.replies;
    expect(JSON.stringify(reply?.body['blocks'])).toContain('Too many hosts are unhealthy');
    expect(mails(world)).toHaveLength(1);
    expect(mails(world)[0]).toContain('Too many hosts are unhealthy');
  });

  it('is asked once, however often the events come', async () => {
    const service = codedeploy(DEPLOYMENT, { targetIds: [] });
    const world = knowing({ CODEDEPLOY: service });

    await world.play(buildPipelineEvent({ state: 'STARTED' }), failed(), failed(), failed());
    await world.wait(60);

    expect(service.calls.filter(({ operation }) => operation === 'GetDeployment')).toHaveLength(1);
  });

  it('costs no message when the service refuses: it is told as the events tell it', async () => {
    const world = knowing({ CODEDEPLOY: codedeploy(refusal('AccessDeniedException')) });

    await world.play(buildPipelineEvent({ state: 'STARTED' }), failed());

    expect(world.slack.replies).toHaveLength(1);
    expect(mails(world)[0]).toContain('d-ABCDEF123');
    expect(world.telemetry.counts.get('FactsMissed')).toBe(1);
  });

  it('is waited for by mail no longer than ten seconds, and asked for a minute', async () => {
    const service = codedeploy(refusal('ThrottlingException'));
    const world = knowing({ CODEDEPLOY: service });

    await world.play(buildPipelineEvent({ state: 'STARTED' }), failed());
    expect([world.slack.replies.length, mails(world).length]).toEqual([1, 0]);
    await world.wait(10);
    expect(mails(world)).toHaveLength(1);
    for (let seconds = 0; seconds < 180; seconds += 5) await world.wait(5);

    expect(service.calls).toHaveLength(6);
    expect(world.left).toBe(0);
  });

  it('is edited into what was told at once when the service answers late', async () => {
    const script = [
      refusal('ThrottlingException'),
      refusal('ThrottlingException'),
      DEPLOYMENT,
      { targetIds: [] },
    ];
    const world = knowing({ CODEDEPLOY: codedeploy(...script) });

    await world.play(buildPipelineEvent({ state: 'STARTED' }), failed());
    for (let seconds = 0; seconds < 30; seconds += 5) await world.wait(5);

    const [reply] = world.slack.replies;
    expect(JSON.stringify(reply?.body['blocks'])).toContain('Too many hosts are unhealthy');
    expect(reply?.edits).toBeGreaterThan(0);
  });

  it('of a stage without a failed action may be a condition of it', async () => {
    const state = {
      stageStates: [
        {
          stageName: 'Deploy',
          latestExecution: {
            pipelineExecutionId: buildPipelineEvent({}).detail['execution-id'],
            status: 'Failed',
          },
          beforeEntryConditionState: {
            conditionStates: [
              {
                latestExecution: { status: 'Failed' },
                ruleStates: [
                  {
                    ruleName: 'QuietAlarms',
                    latestExecution: { status: 'Failed', summary: 'api-errors is in ALARM' },
                  },
                ],
              },
            ],
          },
        },
      ],
    };
    const world = knowing({ CODEPIPELINE: codedeploy(state) });

    await world.play(
      buildPipelineEvent({ state: 'STARTED' }),
      buildStageEvent({ stage: 'Deploy', state: 'FAILED', after: 5 }),
    );
    await world.wait(15);

    const told = JSON.stringify(world.slack.replies[0]?.body['blocks']);
    expect(told).toContain('QuietAlarms');
    expect(told).toContain('api-errors is in ALARM');
    expect(mails(world)[0]).toContain('QuietAlarms');
  });
});

describe('who wrote what failed', () => {
  const TRIGGER = {
    'author-display-name': 'Ada Okafor',
    'author-email': 'ada@example.com',
    'commit-id': '9f1c2d3e4b5a69788796a5b4c3d2e1f001234567',
    'commit-message': 'Raise the timeout',
    'full-repository-name': 'example-org/web-shop',
    'provider-type': 'GitHub',
    'branch-name': 'main',
  };
  const story = [
    buildPipelineEvent({ state: 'STARTED' }),
    buildPipelineEvent({ state: 'FAILED', after: 21, detail: { 'execution-trigger': TRIGGER } }),
    failed(),
  ];

  it('is mentioned, looked up once for all failures', async () => {
    const world = new World();

    await world.play(...story, failed(22));
    await world.wait(30);

    expect(JSON.stringify(world.slack.replies[0]?.body['blocks'])).toContain(`Author: <@${ADA}>`);
    expect(JSON.stringify(world.slack.parents[0]?.body['blocks'])).not.toContain('<@');
    expect(world.people.lookups).toEqual(['ada@example.com']);
    expect(mails(world)[0]).toContain('Author: Ada Okafor');
  });

  it('is named where the destination says so, and where Slack knows nobody', async () => {
    const quiet = knowing(
      {},
      `
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack, mentions: false }
routes:
  - to: pipelines
`,
    );
    const strange = new World();
    strange.people.users.clear();

    await quiet.play(...story);
    await strange.play(...story, failed(22));
    for (const world of [quiet, strange]) {
      await world.wait(30);
      expect(JSON.stringify(world.slack.replies[0]?.body['blocks'])).toContain('Author: Ada Okafor');
    }

    expect(quiet.people.lookups).toEqual([]);
    expect(strange.people.lookups).toEqual(['ada@example.com']);
  });
});

describe('what came since the stage last succeeded', () => {
  it('is counted in the news of a failure, with a link to compare', async () => {
    const revision = (revisionId: string) => [{ actionName: 'Source', revisionId }];
    const { 'execution-id': id } = buildPipelineEvent({}).detail;
    const newest = '9f1c2d3e4b5a69788796a5b4c3d2e1f001234567';
    const oldest = '1a1c2d3e4b5a69788796a5b4c3d2e1f001234567';
    const last = [{ pipelineExecutionId: 'e1', sourceRevisions: revision(oldest) }];
    const recent = [
      { pipelineExecutionId: id, sourceRevisions: revision(newest) },
      { pipelineExecutionId: 'e2', sourceRevisions: revision('2b1c2d3e4b5a69788796a5b4c3d2e1f001234567') },
      ...last,
    ];
    const world = new World();
    const answer = async (operation: string, input: Readonly<Record<string, unknown>>) =>
      operation !== 'ListPipelineExecutions'
        ? {}
        : { pipelineExecutionSummaries: input['filter'] === undefined ? recent : last };
    world.services = Object.assign(new FakeAwsServices(), { json: () => ({ call: answer }) }) as never;
    const trigger = {
      'commit-id': newest,
      'commit-message': 'Raise the timeout',
      'full-repository-name': 'example-org/web-shop',
      'provider-type': 'GitHub',
      'branch-name': 'main',
    };

    await world.play(
      buildPipelineEvent({ state: 'STARTED' }),
      buildPipelineEvent({ state: 'FAILED', after: 21, detail: { 'execution-trigger': trigger } }),
      failed(),
    );
    await world.wait(15);

    const told = JSON.stringify(world.slack.replies[0]?.body['blocks']);
    expect(told).toContain(
      `Since Deploy last succeeded: <https://github.com/example-org/web-shop/compare/${oldest}...${newest}|2 changes (github.com)> after 1a1c2d3`,
    );
    expect(mails(world)[0]).toContain('Since Deploy last succeeded: 2 changes (github.com) after 1a1c2d3');
  });
});
