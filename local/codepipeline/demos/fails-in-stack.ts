import type { PipelineDefinition, Place } from '../definition.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { Commit } from '../plan.ts';
import type { Demo } from './demo.ts';
import { codeBuild, connectionSource, pushed } from './demo.ts';

const COMMIT: Commit = {
  id: 'd7f9b1c3e5a6f8b0c2d4e6f7a9b1c3d5e7f8a0b2',
  message: 'Keep points for two years',
  author: { name: 'Alejandro Rosalez', email: 'alejandro.rosalez@example.com' },
  branch: 'main',
  repository: 'example-org/loyalty-points',
  host: 'GitHub',
};

/** What CodePipeline says: that it went wrong, and nothing of where. */
const SUMMARY = 'Stack operation failed. The stack is in the state UPDATE_ROLLBACK_COMPLETE.';

const DIAGNOSIS: Diagnosis = {
  stack: {
    resource: { logicalId: 'PointsTable', type: 'AWS::DynamoDB::Table' },
    reason:
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename loyalty-points and update the stack again.',
    canceled: [
      { logicalId: 'ExpiryFunction', type: 'AWS::Lambda::Function' },
      { logicalId: 'ExpirySchedule', type: 'AWS::Events::Rule' },
    ],
  },
};

/** One resource refuses its change, and the others are canceled with it. */
export function failsInStack(place: Place): Demo {
  return {
    name: 'fails-in-stack',
    title: 'Fails in CloudFormation',
    description: 'loyalty-points changes a table that CloudFormation may not replace; the stack goes back.',
    pipeline: pipeline(place),
    executions: [
      {
        afterMilliseconds: 0,
        trigger: pushed(place),
        plan: {
          commit: COMMIT,
          behaviors: {
            'Build/Template': [{ milliseconds: 2600, outcome: 'SUCCEEDED' }],
            'Deploy/Stack': [
              { milliseconds: 4600, outcome: 'FAILED', summary: SUMMARY, diagnosis: DIAGNOSIS },
            ],
          },
        },
      },
    ],
  };
}

function pipeline(place: Place): PipelineDefinition {
  const stack = {
    name: 'Stack',
    kind: 'Deploy/CloudFormation',
    inputs: ['Template'],
    configuration: {
      ActionMode: 'CREATE_UPDATE',
      StackName: 'loyalty-points',
      TemplatePath: 'Template::template.yml',
    },
  } as const;
  return {
    name: 'loyalty-points',
    version: 18,
    type: 'V2',
    mode: 'QUEUED',
    stages: [
      connectionSource(place, COMMIT),
      { name: 'Build', actions: [codeBuild('Template', 'loyalty-points', { outputs: ['Template'] })] },
      { name: 'Deploy', actions: [stack] },
    ],
  };
}
