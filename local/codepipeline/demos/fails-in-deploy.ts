import type { PipelineDefinition, Place } from '../definition.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { Commit } from '../plan.ts';
import type { Demo } from './demo.ts';
import { codeBuild, connectionSource, pushed } from './demo.ts';

const COMMIT: Commit = {
  id: 'c07d5e8f1a2b394c6d7e8f90a1b2c3d4e5f60718',
  message: 'Keep the session in a signed cookie',
  author: { name: 'Carlos Salazar', email: 'carlos.salazar@example.com' },
  branch: 'main',
  repository: 'example-group/shop/web-checkout',
  host: 'GitLab',
};

const REASON =
  'The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems.';

const DIAGNOSIS: Diagnosis = {
  deployment: {
    targets: { failed: 3, all: 4 },
    event: 'ValidateService',
    script: 'scripts/check-health.sh',
    message: 'Script at specified location: scripts/check-health.sh failed with exit code 7',
    logTail: [
      'LifecycleEvent - ValidateService',
      'Script - scripts/check-health.sh',
      // A made-up secret, for people to see that it is taken out.
      '[stdout]SESSION_SECRET=made-up-c00kie-s1gning-k3y',
      '[stdout]waiting for http://127.0.0.1:8080/health',
      '[stderr]curl: (7) Failed to connect to 127.0.0.1 port 8080: Connection refused',
    ],
  },
};

/** The fleet refuses the release. A retry goes well, as after a person repaired the fleet. */
export function failsInDeploy(place: Place): Demo {
  return {
    name: 'fails-in-deploy',
    title: 'Fails in deploy',
    description: 'web-checkout builds, then too many instances fail their health checks.',
    pipeline: pipeline(place),
    executions: [
      {
        afterMilliseconds: 0,
        trigger: pushed(place),
        plan: {
          commit: COMMIT,
          behaviors: {
            'Build/Bundle': [{ milliseconds: 2600, outcome: 'SUCCEEDED' }],
            'Deploy/Database': [{ milliseconds: 1800, outcome: 'SUCCEEDED' }],
            'Deploy/Fleet': [
              { milliseconds: 3600, outcome: 'FAILED', summary: REASON, diagnosis: DIAGNOSIS },
              { milliseconds: 2200, outcome: 'SUCCEEDED' },
            ],
          },
        },
      },
    ],
  };
}

function pipeline(place: Place): PipelineDefinition {
  const machine = `arn:aws:states:${place.region}:${place.account}:stateMachine:checkout-migrations`;
  return {
    name: 'web-checkout',
    version: 7,
    type: 'V2',
    mode: 'SUPERSEDED',
    stages: [
      connectionSource(place, COMMIT),
      { name: 'Build', actions: [codeBuild('Bundle', 'web-checkout', { outputs: ['BundledShop'] })] },
      {
        name: 'Deploy',
        actions: [
          { name: 'Database', kind: 'Invoke/StepFunctions', configuration: { StateMachineArn: machine } },
          {
            name: 'Fleet',
            kind: 'Deploy/CodeDeploy',
            runOrder: 2,
            inputs: ['BundledShop'],
            configuration: { ApplicationName: 'web-checkout', DeploymentGroupName: 'production' },
          },
        ],
      },
    ],
  };
}
