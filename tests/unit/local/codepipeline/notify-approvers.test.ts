import { describe, expect, it } from '@jest/globals';
import { getStageRun, retryStage } from '#local/codepipeline/control.ts';
import { answer, gate, token, untilAsked } from './approval-support.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:approvals';

describe('the topic of an approval', () => {
  it('is told what is asked, until when, and where to answer', async () => {
    const { simulation, execution } = await untilAsked(
      gate({
        configuration: {
          NotificationArn: TOPIC,
          ExternalEntityLink: 'https://staging.example.com',
          CustomData: 'Check the smoke tests first',
        },
      }),
    );

    const [[topic, subject, message] = []] = simulation.publications;

    const consoleLink =
      'https://console.aws.amazon.com/codesuite/codepipeline/pipelines/web-shop/view?region=eu-west-1';
    expect(topic).toBe(TOPIC);
    expect(subject).toBe('APPROVAL NEEDED: AWS CodePipeline web-shop for action Manager');
    expect(JSON.parse(message ?? '')).toEqual({
      region: 'eu-west-1',
      consoleLink,
      approval: {
        pipelineName: 'web-shop',
        stageName: 'Approve',
        actionName: 'Manager',
        token: token(execution),
        expires: '2026-03-11T09:15Z',
        externalEntityLink: 'https://staging.example.com',
        approvalReviewLink: `${consoleLink}#/Approve/Manager/approve/${token(execution)}`,
        customData: 'Check the smoke tests first',
      },
    });
  });

  it('gets null for what is not configured, and no longer subject than SNS takes', async () => {
    const { simulation } = await untilAsked(
      gate({ configuration: { NotificationArn: TOPIC } }, { name: 'p'.repeat(90) }),
    );

    const [[, subject, message] = []] = simulation.publications;

    expect(subject).toHaveLength(100);
    expect(JSON.parse(message ?? '').approval).toMatchObject({ externalEntityLink: null, customData: null });
  });

  it('is told of each run', async () => {
    const { simulation, execution } = await untilAsked(gate({ configuration: { NotificationArn: TOPIC } }));
    answer(simulation, execution, { status: 'Rejected' });

    retryStage(simulation.world, { execution, stage: getStageRun(execution, 'Approve') }, 'ALL_ACTIONS');
    await simulation.finished();

    const tokens = simulation.publications.map(([, , message]) => JSON.parse(message).approval.token);
    expect(new Set(tokens).size).toBe(2);
    expect(tokens[1]).toBe(token(execution));
  });

  it('is told nothing where there is none', async () => {
    const { simulation } = await untilAsked();

    expect(simulation.publications).toEqual([]);
  });
});
