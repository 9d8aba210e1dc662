import { describe, expect, it } from '@jest/globals';
import { findProvider } from '#shared/providers/index.ts';
import { IDENTITY } from '#tests/support/build-record.ts';

const UUID = '2d141b61-b991-4599-adf0-bbbb283341ed';
const ACCOUNT = '111122223333';

describe('findProvider', () => {
  it.each([
    ['Source/S3', 'Amazon S3'],
    ['Deploy/S3', 'Amazon S3'],
    ['Deploy/Lambda', 'AWS Lambda'],
    ['Invoke/CodePipeline', 'AWS CodePipeline'],
    ['Build/codebuild', 'AWS CodeBuild'],
    ['deploy/ecs', 'Amazon ECS'],
  ])('knows %s by its id, however it is spelled', (id, label) => {
    expect(findProvider(id)?.label).toBe(label);
  });

  it.each([
    ['Build/Acme-Jenkins', 'Jenkins'],
    ['Test/jenkins_linux', 'Jenkins'],
    ['Build/CloudBees-Jenkins-Platform', 'CloudBees'],
    ['Build/Team-City', 'TeamCity'],
    ['Test/Blaze_Meter', 'BlazeMeter'],
    ['Test/Ghost-Inspector-UI-Testing', 'Ghost Inspector'],
    ['Test/MicroFocus-StormRunnerLoad', 'Micro Focus StormRunner Load'],
    ['Test/Nouvola', 'Nouvola'],
    ['Test/RunscopeAPIMonitoring', 'Runscope'],
    ['Deploy/XebiaLabs', 'XebiaLabs Deploy'],
    ['Deploy/XL-Deploy', 'XebiaLabs Deploy'],
    ['Test/Snyk', 'Snyk'],
    ['Deploy/Alexa-Skills-Kit', 'Alexa Skills Kit'],
    ['Deploy/AWSOpsWorks', 'AWS OpsWorks Stacks'],
    ['Build/AWSDeviceFarm', 'AWS Device Farm'],
  ])('knows %s by a word in its name', (id, label) => {
    expect(findProvider(id)?.label).toBe(label);
  });

  it.each([
    '',
    '/',
    'Build/',
    'Jenkins/',
    'Build/S3',
    'Build/CodeBuild2',
    'Deploy/Terraform',
    'Build/Alexandria-Index',
    'Approval/StepFunctions',
    '__proto__',
    'Build/constructor',
  ])('does not know %j', (id) => {
    expect(findProvider(id)).toBeUndefined();
  });
});

const HOST = 'https://eu-west-1.console.aws.amazon.com';
const LOGS =
  'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codepipeline/docs:log-stream:1c5a/3f93e976';
const STREAM =
  'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logsV2:log-groups/log-group/$252Faws$252Fcodepipeline$252Fdocs/log-events/1c5a$252F3f93e976';
const STACK = 'arn:aws:cloudformation:us-east-1:111122223333:stack/api/708b9ded';
const RUN = 'arn:aws:states:us-east-1:111122223333:execution:migrations:run 7';
const COMMIT = '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d';

function linkOf(provider: string, externalId: string, region = 'eu-west-1'): string | undefined {
  return findProvider(provider)?.link?.({ ...IDENTITY, region, facts: { provider, externalId } });
}

describe('the page of an action whose event has none', () => {
  it.each([
    [
      'Build/CodeBuild',
      `shop-build:${UUID}`,
      `${HOST}/codesuite/codebuild/projects/shop-build/build/shop-build%3A${UUID}?region=eu-west-1`,
    ],
    [
      'Test/CodeBuild',
      `t:${UUID}`,
      `${HOST}/codesuite/codebuild/projects/t/build/t%3A${UUID}?region=eu-west-1`,
    ],
    [
      'Deploy/CodeDeploy',
      'd-AB12CD34E',
      `${HOST}/codesuite/codedeploy/deployments/d-AB12CD34E?region=eu-west-1`,
    ],
    [
      'Deploy/CodeDeployToECS',
      'd-AB12CD34E',
      `${HOST}/codesuite/codedeploy/deployments/d-AB12CD34E?region=eu-west-1`,
    ],
    [
      'Deploy/CloudFormation',
      STACK,
      `https://us-east-1.console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/events?stackId=${encodeURIComponent(STACK)}`,
    ],
    [
      'Invoke/StepFunctions',
      RUN.replace(' ', '-'),
      `https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/${encodeURIComponent(RUN.replace(' ', '-'))}`,
    ],
    ['Compute/Commands', LOGS, STREAM],
    ['Invoke/InspectorScan', LOGS, STREAM],
    ['Build/ECRBuildAndPublish', LOGS, STREAM],
    [
      'Build/ECRBuildAndPublish',
      `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/shop/api:1.4`,
      `https://us-east-1.console.aws.amazon.com/ecr/repositories/private/${ACCOUNT}/shop/api?region=us-east-1`,
    ],
    [
      'Source/ECR',
      `${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn/shop@sha256:9f2a`,
      `https://cn-north-1.console.amazonaws.cn/ecr/repositories/private/${ACCOUNT}/shop?region=cn-north-1`,
    ],
    [
      'Source/ECR',
      `${ACCOUNT}.dkr.ecr.eusc-de-east-1.amazonaws.eu/shop:1`,
      `https://eusc-de-east-1.console.amazonaws-eusc.eu/ecr/repositories/private/${ACCOUNT}/shop?region=eusc-de-east-1`,
    ],
    [
      'Deploy/S3',
      's3://shop-site/a/b c.html',
      `${HOST}/s3/object/shop-site?region=eu-west-1&prefix=a%2Fb%20c.html`,
    ],
    ['Source/S3', 'arn:aws:s3:::shop/app.zip', `${HOST}/s3/object/shop?region=eu-west-1&prefix=app.zip`],
    [
      'Deploy/ECS',
      'arn:aws:ecs:eu-west-1:111122223333:service/main/shop',
      `${HOST}/ecs/v2/clusters/main/services/shop/events?region=eu-west-1`,
    ],
  ])('%s by %s', (provider, externalId, url) => {
    expect(linkOf(provider, externalId)).toBe(url);
  });

  it.each([
    [
      'Source/CodeCommit',
      { repository: 'shop' },
      `${HOST}/codesuite/codecommit/repositories/shop/commit/${COMMIT}?region=eu-west-1`,
    ],
    ['Source/GitHub', { repository: 'a/b' }, `https://github.com/a/b/commit/${COMMIT}`],
    [
      'Source/CodeStarSourceConnection',
      { repository: 'a/b', host: 'GitLab' },
      `https://gitlab.com/a/b/-/commit/${COMMIT}`,
    ],
  ])('%s by its commit and its repository', (provider, facts, url) => {
    const place = { ...IDENTITY, facts: { provider, externalId: COMMIT, ...facts } };

    expect(findProvider(provider)?.link?.(place)).toBe(url);
  });

  it.each([
    ['Build/CodeBuild', 'web-shop:1'],
    ['Build/CodeBuild', `a/b:${UUID}`],
    ['Deploy/CodeDeploy', 'd-../x'],
    ['Deploy/CloudFormation', 'arn:aws:cloudformation:eu-west-1:1:changeSet/next/708b'],
    ['Deploy/CloudFormation', `${STACK}…`],
    ['Invoke/StepFunctions', RUN],
    ['Invoke/StepFunctions', 'arn:aws:states:eu-west-1:1:stateMachine:migrations'],
    ['Compute/Commands', 'arn:aws:logs:eu-west-1:1:log-group:/aws/x'],
    ['Source/ECR', 'sha256:9f2a'],
    ['Source/S3', 'Lx0tGh1mD3nVQw8y'],
    ['Deploy/ECS', 'arn:aws:ecs:eu-west-1:1:service/shop'],
    ['Source/CodeCommit', COMMIT],
  ])('%s by %s is not known, so there is none', (provider, externalId) => {
    expect(linkOf(provider, externalId)).toBeUndefined();
  });

  it('is none in a partition whose console is not known', () => {
    expect(linkOf('Build/CodeBuild', `shop:${UUID}`, 'us-iso-east-1')).toBeUndefined();
    expect(linkOf('Build/CodeBuild', `shop:${UUID}`, 'unknown')).toBeUndefined();
  });
});
