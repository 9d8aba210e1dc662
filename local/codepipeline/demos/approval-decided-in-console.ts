import type { ActionDefinition, PipelineDefinition, Place } from '../definition.ts';
import type { Commit } from '../plan.ts';
import type { Demo } from './demo.ts';
import { approval, codeBuild, connectionSource, pushed } from './demo.ts';

const COMMIT: Commit = {
  id: 'a3f4c6e8b0d2a1c3e5f7b9d1a2c4e6f8b0d1a3c5',
  message: 'Give the portal a read replica',
  author: { name: 'Arnav Desai', email: 'arnav.desai@example.com' },
  branch: 'main',
  repository: 'example-org/customer-portal',
  host: 'GitHub',
};

/** The approval stands between a change set and its execution, and is answered outside of any chat. */
export function approvalDecidedInConsole(place: Place): Demo {
  return {
    name: 'approval-decided-in-console',
    title: 'Approved in the AWS console',
    description: 'customer-portal waits with a change set until a person approves it in the AWS console.',
    pipeline: pipeline(place),
    executions: [
      {
        afterMilliseconds: 0,
        trigger: pushed(place),
        plan: {
          commit: COMMIT,
          behaviors: {
            'Build/Template': [{ milliseconds: 1700, outcome: 'SUCCEEDED' }],
            'Deploy/ChangeSet': [{ milliseconds: 1300, outcome: 'SUCCEEDED' }],
            'Deploy/Stack': [{ milliseconds: 2100, outcome: 'SUCCEEDED' }],
          },
          interventions: [
            {
              stage: 'Deploy',
              state: 'STARTED',
              afterMilliseconds: 5800,
              act: {
                kind: 'approve',
                action: 'ReviewChanges',
                summary: 'One new replica, nothing is replaced',
                by: 'nikki.wolf',
              },
            },
          ],
        },
      },
    ],
  };
}

function pipeline(place: Place): PipelineDefinition {
  const customData = 'Nothing of the database may be replaced.';
  return {
    name: 'customer-portal',
    version: 34,
    type: 'V2',
    mode: 'QUEUED',
    stages: [
      connectionSource(place, COMMIT),
      { name: 'Build', actions: [codeBuild('Template', 'customer-portal', { outputs: ['Template'] })] },
      {
        name: 'Deploy',
        actions: [
          stackAction('ChangeSet', 'CHANGE_SET_REPLACE', 1),
          approval('ReviewChanges', { runOrder: 2, configuration: { CustomData: customData } }),
          stackAction('Stack', 'CHANGE_SET_EXECUTE', 3),
        ],
      },
    ],
  };
}

function stackAction(name: string, ActionMode: string, runOrder: number): ActionDefinition {
  const configuration = { ActionMode, StackName: 'customer-portal', ChangeSetName: 'release' };
  return { name, kind: 'Deploy/CloudFormation', runOrder, inputs: ['Template'], configuration };
}
