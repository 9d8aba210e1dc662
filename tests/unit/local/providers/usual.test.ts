import { expect, it } from '@jest/globals';
import type { FailedRun } from '#local/codepipeline/failed-runs.ts';
import { createCloudFormation } from '#local/providers/cloudformation.ts';
import { createCodeBuild } from '#local/providers/codebuild.ts';
import { createCodeDeploy } from '#local/providers/codedeploy.ts';
import { createLogs } from '#local/providers/logs.ts';

const RUN = {
  account: '111122223333',
  region: 'eu-west-1',
  summary: '',
  number: 4,
  startedAt: 1_700_000_000_000,
  endedAt: 1_700_000_006_000,
  diagnosis: {},
};
const BUILD: FailedRun = { ...RUN, kind: 'Build/CodeBuild', externalId: 'web:b-1', configuration: {} };
const STACK: FailedRun = {
  ...RUN,
  kind: 'Deploy/CloudFormation',
  externalId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/web/1',
  configuration: { StackName: 'web' },
};
const DEPLOYMENT: FailedRun = { ...RUN, kind: 'Deploy/CodeDeploy', externalId: 'd-1', configuration: {} };

it('makes up a phase for a build whose plan says nothing, and no tests', async () => {
  const codebuild = createCodeBuild(() => [BUILD]);

  expect(await codebuild('BatchGetBuilds', { ids: ['web:b-1'] })).toMatchObject({
    builds: [
      {
        buildNumber: 4,
        phases: expect.arrayContaining([
          expect.objectContaining({ phaseType: 'BUILD', phaseStatus: 'FAILED' }),
        ]),
        logs: { groupName: '/aws/codebuild/web', streamName: 'b-1' },
        reportArns: [],
      },
    ],
  });
});

it('gives the end of a log, and nothing before it', async () => {
  const log = ['one', 'two', 'three'];
  const logs = createLogs(() => [{ ...BUILD, diagnosis: { log } }]);
  const stream = { logGroupName: '/aws/codebuild/web', logStreamName: 'b-1', limit: 2 };

  expect(await logs('GetLogEvents', stream)).toMatchObject({
    events: [{ message: 'two' }, { message: 'three' }],
    nextBackwardToken: 'b/0',
  });
  expect(await logs('GetLogEvents', { ...stream, nextToken: 'b/0' })).toMatchObject({ events: [] });
});

it('makes up one instance and its event for a deployment', async () => {
  const codedeploy = createCodeDeploy(() => [DEPLOYMENT]);
  const deploymentId = 'd-1';

  const listed = await codedeploy('ListDeploymentTargets', {
    deploymentId,
    targetFilters: { TargetStatus: ['Failed'] },
  });

  expect(listed).toEqual({ targetIds: ['i-00000000000000001'] });
  expect(await codedeploy('BatchGetDeploymentTargets', { deploymentId, ...Object(listed) })).toMatchObject({
    deploymentTargets: [
      {
        instanceTarget: {
          lifecycleEvents: expect.arrayContaining([
            expect.objectContaining({ lifecycleEventName: 'ValidateService', status: 'Failed' }),
          ]),
        },
      },
    ],
  });
});

it.each(['web', STACK.externalId])('tells the events of the stack %s newest first', async (StackName) => {
  const cloudformation = createCloudFormation(() => [STACK]);

  const { StackEvents } = await cloudformation('DescribeStackEvents', new URLSearchParams({ StackName }));

  expect(StackEvents).toMatchObject([
    { ResourceStatus: 'UPDATE_ROLLBACK_COMPLETE' },
    { ResourceStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' },
    { ResourceStatus: 'UPDATE_FAILED', LogicalResourceId: 'Service' },
    { ResourceStatus: 'UPDATE_IN_PROGRESS', LogicalResourceId: 'Service' },
    { ResourceStatus: 'UPDATE_IN_PROGRESS', ResourceStatusReason: 'User Initiated' },
  ]);
});
