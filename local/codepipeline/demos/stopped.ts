import type { PipelineDefinition, Place } from '../definition.ts';
import type { Commit } from '../plan.ts';
import type { Demo } from './demo.ts';
import { startedBy } from './demo.ts';

const COMMIT: Commit = {
  id: 'a81c4e7b2d5f90386b1d4f7a0c3e6b9d2f5a8c1e',
  message: 'Partition the orders table by day',
  author: { name: 'Paulo Santos', email: 'paulo.santos@example.com' },
  branch: 'spike/partitions',
  repository: 'data-platform',
  host: 'CodeCommit',
};

/** A release by hand that its starter gives up, with the stack still being changed. */
export function stopped(place: Place): Demo {
  return {
    name: 'stopped',
    title: 'Stopped',
    description: 'data-platform is stopped by a person who sees that the wrong branch is being released.',
    pipeline: pipeline(),
    executions: [
      {
        afterMilliseconds: 0,
        trigger: startedBy(place, 'paulo.santos'),
        plan: {
          commit: COMMIT,
          behaviors: {
            'Validate/Template': [{ milliseconds: 2600, outcome: 'SUCCEEDED' }],
            'Deploy/Stack': [{ milliseconds: 8000, outcome: 'SUCCEEDED' }],
          },
          interventions: [
            {
              stage: 'Deploy',
              state: 'STARTED',
              afterMilliseconds: 3800,
              act: {
                kind: 'stop',
                reason: 'Wrong branch was released: this is the partition spike',
                abandon: true,
              },
            },
          ],
        },
      },
    ],
  };
}

function pipeline(): PipelineDefinition {
  return {
    name: 'data-platform',
    version: 58,
    type: 'V1',
    mode: 'SUPERSEDED',
    stages: [
      {
        name: 'Source',
        actions: [
          {
            name: 'Repository',
            kind: 'Source/CodeCommit',
            outputs: ['SourceCode'],
            configuration: { RepositoryName: 'data-platform', BranchName: COMMIT.branch },
          },
        ],
      },
      {
        name: 'Validate',
        actions: [
          {
            name: 'Template',
            kind: 'Build/Jenkins',
            owner: 'Custom',
            inputs: ['SourceCode'],
            configuration: { ProjectName: 'data-platform-validate' },
          },
        ],
      },
      {
        name: 'Deploy',
        actions: [
          {
            name: 'Stack',
            kind: 'Deploy/CloudFormation',
            inputs: ['SourceCode'],
            configuration: { ActionMode: 'CREATE_UPDATE', StackName: 'data-platform' },
          },
        ],
      },
    ],
  };
}
