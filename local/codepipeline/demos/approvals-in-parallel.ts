import type { PipelineDefinition, Place } from '../definition.ts';
import type { Commit, Plan } from '../plan.ts';
import type { Demo } from './demo.ts';
import { approval, codeBuild, connectionSource, pushed } from './demo.ts';

const REPOSITORY = { repository: 'example-org/campaign-pages', host: 'GitHub' } as const;

const SPRING: Commit = {
  ...REPOSITORY,
  branch: 'campaign/spring',
  id: 'd6c7f9b1e3a5d4f6b8c0e2a4d5f7b9c1e3a4d6f8',
  message: 'Spring campaign: new pictures',
  author: { name: 'Sofía Martínez', email: 'sofia.martinez@example.com' },
};

const OUTLET: Commit = {
  ...REPOSITORY,
  branch: 'campaign/outlet',
  id: 'e7d8a0c2f4b6e5a7c9d1f3b5e6a8c0d2f4b5e7a9',
  message: 'Outlet: 40 % off until Sunday',
  author: { name: 'Shirley Rodriguez', email: 'shirley.rodriguez@example.com' },
};

/** One action of one pipeline asks about two releases at once. */
export function approvalsInParallel(place: Place): Demo {
  const trigger = pushed(place);
  return {
    name: 'approvals-in-parallel',
    title: 'Two approvals at once',
    description: 'campaign-pages runs in PARALLEL mode: two campaigns wait for approval side by side.',
    pipeline: pipeline(place),
    executions: [
      { afterMilliseconds: 0, trigger, plan: plan(SPRING) },
      { afterMilliseconds: 900, trigger, plan: plan(OUTLET) },
    ],
  };
}

function plan(commit: Commit): Plan {
  return {
    commit,
    behaviors: {
      'Build/Pages': [{ milliseconds: 2300, outcome: 'SUCCEEDED' }],
      'Publish/Site': [{ milliseconds: 3000, outcome: 'SUCCEEDED' }],
    },
  };
}

function pipeline(place: Place): PipelineDefinition {
  const preview = { ExternalEntityLink: 'https://preview.example.com/campaigns' };
  return {
    name: 'campaign-pages',
    version: 2,
    type: 'V2',
    mode: 'PARALLEL',
    stages: [
      connectionSource(place, SPRING),
      { name: 'Build', actions: [codeBuild('Pages', 'campaign-pages', { outputs: ['Pages'] })] },
      { name: 'Approve', actions: [approval('Marketing', { configuration: preview })] },
      {
        name: 'Publish',
        actions: [
          {
            name: 'Site',
            kind: 'Deploy/S3',
            inputs: ['Pages'],
            configuration: { BucketName: 'example-campaign-pages', Extract: 'true' },
          },
        ],
      },
    ],
  };
}
