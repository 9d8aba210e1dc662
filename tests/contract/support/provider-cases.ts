/**
 * The action types that the documentation of CodePipeline names, by its categories, and those of its partners under
 * the name that each is looked for. Rules of stage conditions are no actions: no event tells of them.
 */
export const ACTION_TYPES: Readonly<Record<string, readonly string[]>> = {
  Source: ['S3', 'ECR', 'CodeCommit', 'CodeStarSourceConnection', 'GitHub'],
  Build: ['CodeBuild', 'ECRBuildAndPublish', 'Jenkins', 'TeamCity', 'CloudBees'],
  Test: [
    'CodeBuild',
    'DeviceFarm',
    'Jenkins',
    'BlazeMeter',
    'GhostInspector',
    'StormRunner',
    'Nouvola',
    'Runscope',
  ],
  Approval: ['Manual'],
  Deploy: [
    'S3',
    'CloudFormation',
    'CloudFormationStackSet',
    'CloudFormationStackInstances',
    'CodeDeploy',
    'CodeDeployToECS',
    'ECS',
    'ElasticBeanstalk',
    'AppConfig',
    'OpsWorks',
    'ServiceCatalog',
    'AlexaSkillsKit',
    'XebiaLabs',
    'XLDeploy',
    'EC2',
    'EKS',
    'Lambda',
  ],
  Invoke: ['Lambda', 'StepFunctions', 'CodePipeline', 'InspectorScan', 'Snyk'],
  Compute: ['Commands'],
};

/** Ids of runs as events give them, of every kind that a link is made of. */
export const EXTERNAL_IDS: readonly string[] = [
  'shop-build:2d141b61-b991-4599-adf0-bbbb283341ed',
  'd-AB12CD34E',
  'arn:aws:cloudformation:eu-west-1:111122223333:stack/api/708b9ded-824d-4915-a2e8-f006077da252',
  'arn:aws-cn:cloudformation:cn-north-1:111122223333:stack/api/708b9ded-824d-4915-a2e8-f006077da252',
  'arn:aws:states:eu-west-1:111122223333:execution:migrations:35936313-6ca4-4983-984b-9cb2ab6041f3',
  'arn:aws-us-gov:states:us-gov-west-1:111122223333:execution:migrations:35936313',
  'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/codepipeline/docs:log-stream:273de6be/3f93e976',
  'arn:aws-us-gov:logs:us-gov-east-1:111122223333:log-group:/aws/codepipeline/docs:log-stream:27/3f',
  'arn:aws-cn:ecs:cn-northwest-1:111122223333:service/main/shop',
  '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop:1.4',
  's3://shop-site/index.html',
  '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d',
];

interface Expected {
  /** Whose action it was, as its maker says. */
  readonly who: string;
  /** Undefined: the event tells no reason. */
  readonly text?: string;
  /** 'event': the one of the event. Undefined: there is none. */
  readonly link?: string;
}

const CONSOLE = 'https://eu-west-1.console.aws.amazon.com';
const LOGS = `${CONSOLE}/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Fcodepipeline$252F`;

/** What people read of each event of events/providers/ that tells of a failure. */
export const FAILURES: Readonly<Record<string, Expected>> = {
  'approval-manual': { who: 'Manual approval', text: 'rejected, or nobody decided in time' },
  'approval-manual-timed-out': { who: 'Manual approval', text: 'nobody decided in time' },
  'approval-manual-misconfigured': {
    who: 'Manual approval',
    text: 'The topic arn:aws:sns:eu-west-1:111122223333:approvers does not exist',
  },
  'approval-manual-rejected': { who: 'Manual approval', text: 'Not on a Friday afternoon' },
  'build-cloudbees-ci': {
    who: 'CloudBees',
    text: 'What it needs was not available: a retry may do (SystemUnavailable)',
    link: 'event',
  },
  'build-codebuild': {
    who: 'AWS CodeBuild',
    text: 'A command failed in phase INSTALL: npm ci. Reason: exit status 254',
    link: 'event',
  },
  'build-ecrbuildandpublish': {
    who: 'Amazon ECR build and publish',
    text: 'A command failed: docker build . Reason: exit status 1',
    link: `${LOGS}image-rollout/log-events/9d4dc89f-5150-4ee2-8506-be2b06145ff7$252F96576043-16f7-439a-9aa5-868403231704`,
  },
  'build-jenkins-linux': {
    who: 'Jenkins',
    text: 'Build #1182 failed: 3 of 912 tests did not pass',
    link: 'event',
  },
  'build-teamcity': { who: 'TeamCity', text: 'Exit code 2 (Step: MSBuild)', link: 'event' },
  'compute-commands': {
    who: 'Commands',
    text: 'A command failed: npx cspell "docs/**". Reason: exit status 1',
    link: `${LOGS}docs-site/log-events/0040d7e8-b919-48e1-8945-0e14ce656f0e$252Fe938b7ae-8695-48a0-996c-63881f6e5dc1`,
  },
  'deploy-alexaskillskit': {
    who: 'Alexa Skills Kit',
    text: 'The interaction model has an intent without an utterance',
    link: 'event',
  },
  'deploy-appconfig': {
    who: 'AWS AppConfig',
    text: 'It lacks a permission (PermissionError)',
    link: 'event',
  },
  'deploy-cloudformation': {
    who: 'AWS CloudFormation',
    text: 'The stack could not be updated, and was rolled back (UPDATE_ROLLBACK_COMPLETE)',
    link: 'https://ap-northeast-1.console.aws.amazon.com/cloudformation/home?region=ap-northeast-1#/stacks/events?stackId=arn%3Aaws%3Acloudformation%3Aap-northeast-1%3A111122223333%3Astack%2Forders-api%2Fb5be76d5-763a-4bd0-a535-b310640a7275',
  },
  'deploy-cloudformationstackinstances': {
    who: 'AWS CloudFormation stack instances',
    text: 'Its configuration is wrong (ConfigurationError)',
  },
  'deploy-cloudformationstackset': {
    who: 'AWS CloudFormation StackSets',
    text: 'The operation failed in 2 of 14 accounts',
    link: 'event',
  },
  'deploy-codedeploy': { who: 'AWS CodeDeploy', text: 'Deployment d-7K2QX9LMA failed', link: 'event' },
  'deploy-codedeploytoecs': {
    who: 'AWS CodeDeploy to Amazon ECS',
    text: 'Deployment d-4WPZ80TCE failed: the replacement task set did not become healthy',
    link: `${CONSOLE}/codesuite/codedeploy/deployments/d-4WPZ80TCE?region=eu-west-1`,
  },
  'deploy-ec2': { who: 'Amazon EC2', text: '1 of 6 instances failed: i-0d4f2a9c81b7e6350', link: 'event' },
  'deploy-ecs': {
    who: 'Amazon ECS',
    text: 'The service checkout-web did not reach a steady state in 60 minutes',
    link: 'https://cn-north-1.console.amazonaws.cn/ecs/v2/clusters/checkout/services/checkout-web/events?region=cn-north-1',
  },
  'deploy-eks': { who: 'Amazon EKS', text: 'Helm release search-index: timed out waiting for the condition' },
  'deploy-elasticbeanstalk': {
    who: 'AWS Elastic Beanstalk',
    text: 'Deployment failed.\nThe environment portal-prod is Severe: 100.0 % of the requests fail with HTTP 5xx.',
    link: 'event',
  },
  'deploy-lambda': {
    who: 'AWS Lambda',
    text: 'The alias live was rolled back: alarm thumbnails-errors is in ALARM',
  },
  'deploy-opsworks': {
    who: 'AWS OpsWorks Stacks',
    text: '1 of 2 instances failed to run the recipe portal::deploy',
    link: 'event',
  },
  'deploy-s3': {
    who: 'Amazon S3',
    text: 'The action failed because the role arn:aws:iam::111122223333:role/web-shop-pipeline may not put objects into the bucket web-shop-site',
    link: 'event',
  },
  'deploy-servicecatalog': { who: 'AWS Service Catalog' },
  'deploy-xebialabs': {
    who: 'XebiaLabs Deploy',
    text: 'Task task-9d1f stopped at step 4 of 9: Undeploy portal 3.1',
    link: 'event',
  },
  'deploy-xl-deploy': {
    who: 'XebiaLabs Deploy',
    text: 'Its revision cannot be had from the source (RevisionUnavailable)',
  },
  'invoke-codepipeline': {
    who: 'AWS CodePipeline',
    text: 'The pipeline web-shop failed in its stage Build',
    link: 'event',
  },
  'invoke-inspectorscan': {
    who: 'Amazon Inspector',
    text: '2 critical, 5 high, 11 medium, 0 low vulnerabilities',
    link: `${LOGS}image-rollout/log-events/a458920c-d0fa-45f0-af59-38f199877a2a$252F10373f40-dc95-43af-959d-f58338b94094`,
  },
  'invoke-lambda': { who: 'AWS Lambda', text: 'SmokeTestError: GET /basket answered 503', link: 'event' },
  'invoke-lambda-cut': {
    who: 'AWS Lambda',
    text: 'errorMessage: 3 of 40 paths could not be purged: /offers/spring, /offers/summer, /of…',
    link: 'event',
  },
  'invoke-snyk': { who: 'Snyk', text: '1 high, 3 medium, 7 low vulnerabilities', link: 'event' },
  'invoke-stepfunctions': {
    who: 'AWS Step Functions',
    text: 'States.TaskFailed: Lock on table orders was not released in 30 s',
    link: `${CONSOLE}/states/home?region=eu-west-1#/v2/executions/details/arn%3Aaws%3Astates%3Aeu-west-1%3A111122223333%3Aexecution%3Aorders-migrations%3Aad5e1d15-cbb0-4996-9746-aab21f83c887`,
  },
  'invoke-stepfunctions-arn': {
    who: 'AWS Step Functions',
    text: 'The execution orders-reports:nightly-0414 was ABORTED',
    link: 'event',
  },
  'source-codestarsourceconnection-failed': {
    who: 'AWS CodeConnections',
    text: '[GitHub] No branch release/2.4 was found in example-org/orders-api',
  },
  'source-codestarsourceconnection-failed-with-commit': {
    who: 'GitHub',
    text: 'What it needs was not available: a retry may do (SystemUnavailable)',
    link: 'event',
  },
  'test-blazemeter': {
    who: 'BlazeMeter',
    text: 'p95 of 1840 ms is above the 1200 ms that are allowed',
    link: 'event',
  },
  'test-codebuild': {
    who: 'AWS CodeBuild',
    text: 'The build timed out in phase BUILD',
    link: `${CONSOLE}/codesuite/codebuild/projects/orders-api-e2e/build/orders-api-e2e%3Ab7cff78d-bfb4-471c-a0f7-c8ca54f158df?region=eu-west-1`,
  },
  'test-devicefarm': {
    who: 'AWS Device Farm',
    text: '2 of 18 devices failed: Pixel 8, Galaxy S21',
    link: 'event',
  },
  'test-ghostinspector': {
    who: 'Ghost Inspector',
    text: 'passing: 21, failing: 1, test: Basket keeps its contents',
    link: 'event',
  },
  'test-jenkins': { who: 'Jenkins', text: 'Acceptance run 311 is UNSTABLE' },
  'test-microfocus-stormrunnerload': {
    who: 'Micro Focus StormRunner Load',
    text: 'It failed and does not say why (JobFailed)',
  },
  'test-nouvola': { who: 'Nouvola' },
  'test-runscope-whole': {
    who: 'Runscope',
    text: 'assertions_failed: 1, script_failures: 0, request: POST /orders',
    link: 'event',
  },
  'test-runscope': {
    who: 'Runscope',
    text: 'assertions_failed: 2, script_failures: 0, request: GET /orders/17, …',
    link: 'event',
  },
};

/** Where each event of events/providers/ that tells of a change leads to. */
export const CHANGES: Readonly<Record<string, string>> = {
  'source-codecommit': 'event',
  'source-codestarsourceconnection':
    'https://github.com/example-org/orders-api/commit/b4a87c07bb26a29119d04cb4baafa8a3af4857c8',
  'source-codestarsourceconnection-bitbucket':
    'https://bitbucket.org/example-team/orders-api/commits/e8dafa00fa9d80c65fc3ecd20c16eaf1b0f402d9',
  'source-codestarsourceconnection-github-enterprise': 'event',
  'source-codestarsourceconnection-gitlab':
    'https://gitlab.com/example-group/shop/orders-api/-/commit/5a0a607f5b65dcad797caa633c33d7142249baba',
  'source-codestarsourceconnection-gitlab-self-managed': 'event',
  'source-ecr': 'event',
  'source-github': 'event',
  'source-s3': 'event',
};
