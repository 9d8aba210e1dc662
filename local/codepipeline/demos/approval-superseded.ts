import type { PipelineDefinition, Place } from '../definition.ts';
import type { Commit, Plan } from '../plan.ts';
import type { Demo } from './demo.ts';
import { approval, codeBuild, connectionSource, pushed } from './demo.ts';

const REPOSITORY = {
  branch: 'main',
  repository: 'example-team/ledger',
  host: 'Bitbucket',
} as const;

const FIRST: Commit = {
  ...REPOSITORY,
  id: 'b4a5d7f9c1e3b2d4f6a8c0e2b3d5f7a9c1e2b4d6',
  message: 'Close the books in the time zone of the branch',
  author: { name: 'Li Juan', email: 'li.juan@example.com' },
};

const SECOND: Commit = {
  ...REPOSITORY,
  id: 'c5b6e8a0d2f4c3e5a7b9d1f3c4e6a8b0d2f3c5e7',
  message: 'Fix the cut-off in branches east of Greenwich',
  author: { name: 'Li Juan', email: 'li.juan@example.com' },
};

/** Who waits inside a stage occupies it: the newer release cannot overtake, it waits at the door. */
export function approvalSuperseded(place: Place): Demo {
  const trigger = pushed(place);
  return {
    name: 'approval-superseded',
    title: 'Approval with a newer execution waiting',
    description:
      'Two pushes to ledger: while the first waits for its approval, the second waits for its turn.',
    pipeline: pipeline(place),
    executions: [
      { afterMilliseconds: 0, trigger, plan: plan(FIRST) },
      { afterMilliseconds: 2500, trigger, plan: plan(SECOND) },
    ],
  };
}

function plan(commit: Commit): Plan {
  return {
    commit,
    behaviors: {
      'Source/Checkout': [{ milliseconds: 700, outcome: 'SUCCEEDED' }],
      'Build/Package': [{ milliseconds: 1500, outcome: 'SUCCEEDED' }],
      'Deploy/Fleet': [{ milliseconds: 2200, outcome: 'SUCCEEDED' }],
    },
  };
}

function pipeline(place: Place): PipelineDefinition {
  const customData = 'Only outside of office hours, please.';
  return {
    name: 'ledger',
    version: 6,
    type: 'V2',
    mode: 'SUPERSEDED',
    stages: [
      connectionSource(place, FIRST),
      { name: 'Build', actions: [codeBuild('Package', 'ledger', { outputs: ['Package'] })] },
      { name: 'Approve', actions: [approval('Accounting', { configuration: { CustomData: customData } })] },
      {
        name: 'Deploy',
        actions: [
          {
            name: 'Fleet',
            kind: 'Deploy/CodeDeploy',
            inputs: ['Package'],
            configuration: { ApplicationName: 'ledger', DeploymentGroupName: 'production' },
          },
        ],
      },
    ],
  };
}
