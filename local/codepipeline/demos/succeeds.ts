import type { PipelineDefinition, Place } from '../definition.ts';
import type { Commit } from '../plan.ts';
import type { Demo } from './demo.ts';
import { codeBuild, connectionSource, pushed } from './demo.ts';

const COMMIT: Commit = {
  id: '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d',
  message:
    'Show delivery dates in the basket\n\nThe carrier promises a day, so we can name it before checkout.',
  author: { name: 'Mary Major', email: 'mary.major@example.com' },
  branch: 'main',
  repository: 'example-org/web-storefront',
  host: 'GitHub',
};

/** Four stages, actions side by side, five providers; all goes well. */
export function succeeds(place: Place): Demo {
  return {
    name: 'succeeds',
    title: 'Succeeds',
    description: 'web-storefront goes from a push to production without trouble.',
    pipeline: pipeline(place),
    executions: [
      {
        afterMilliseconds: 0,
        trigger: pushed(place),
        plan: {
          commit: COMMIT,
          behaviors: {
            'Source/Checkout': [{ milliseconds: 900, outcome: 'SUCCEEDED' }],
            'Build/Lint': [{ milliseconds: 1100, outcome: 'SUCCEEDED' }],
            'Build/UnitTests': [{ milliseconds: 1900, outcome: 'SUCCEEDED' }],
            'Deploy/Fleet': [{ milliseconds: 2600, outcome: 'SUCCEEDED' }],
          },
        },
      },
    ],
  };
}

function pipeline(place: Place): PipelineDefinition {
  const stack = { StackName: 'web-storefront-staging', ChangeSetName: 'release' };
  const smokeTest = `arn:aws:states:${place.region}:${place.account}:stateMachine:storefront-smoke-test`;
  const fleet = { ApplicationName: 'web-storefront', DeploymentGroupName: 'production' };
  return {
    name: 'web-storefront',
    version: 12,
    type: 'V2',
    mode: 'SUPERSEDED',
    stages: [
      connectionSource(place, COMMIT),
      {
        name: 'Build',
        actions: [
          { name: 'Lint', kind: 'Compute/Commands', inputs: ['SourceCode'] },
          codeBuild('UnitTests', 'web-storefront-test', { kind: 'Test/CodeBuild' }),
          codeBuild('Bundle', 'web-storefront-bundle', { runOrder: 2, outputs: ['BundledSite'] }),
        ],
      },
      {
        name: 'Staging',
        actions: [
          {
            name: 'Stack',
            kind: 'Deploy/CloudFormation',
            inputs: ['BundledSite'],
            configuration: { ActionMode: 'CHANGE_SET_EXECUTE', ...stack },
          },
          {
            name: 'SmokeTest',
            kind: 'Invoke/StepFunctions',
            runOrder: 2,
            configuration: { StateMachineArn: smokeTest },
          },
        ],
      },
      {
        name: 'Deploy',
        actions: [
          { name: 'Fleet', kind: 'Deploy/CodeDeploy', inputs: ['BundledSite'], configuration: fleet },
          {
            name: 'Assets',
            kind: 'Deploy/S3',
            inputs: ['BundledSite'],
            configuration: { BucketName: 'example-storefront-assets', Extract: 'true' },
          },
        ],
      },
    ],
  };
}
