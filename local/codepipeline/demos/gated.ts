import type { PipelineDefinition, StageDefinition } from '../definition.ts';
import type { Commit } from '../plan.ts';
import type { Demo, DemoPlace } from './demo.ts';
import { codeBuild, connectionSource, job, pushed } from './demo.ts';

const COMMIT: Commit = {
  id: 'b5d7f9a1c3e4d6f8a0b2c4e5d7f9a1b3c5d6e8f0',
  message: 'Split orders by warehouse',
  author: { name: 'Jane Doe', email: 'jane.doe@example.com' },
  branch: 'main',
  repository: 'example-org/orders-api',
  host: 'GitHub',
};

const GATE = {
  job: 'gate',
  approval: { question: 'Let #{SourceVariables.CommitId} into production?' },
  maxWaitMinutes: 60,
};

const ANNOUNCEMENT = {
  job: 'notify',
  to: ['pipelines'],
  message: 'orders-api is live with #{SourceVariables.CommitId}',
  fields: { Branch: '#{SourceVariables.BranchName}' },
};

/** A function keeps the release out of production until people let it in, and tells of it afterwards. */
export function gated(place: DemoPlace): Demo {
  return {
    name: 'gated',
    title: 'Waits at a gate',
    description: 'orders-release asks a function for the way into production, which asks people.',
    pipeline: pipeline(place),
    executions: [
      {
        afterMilliseconds: 0,
        trigger: pushed(place),
        plan: {
          commit: COMMIT,
          behaviors: {
            'Source/Checkout': [{ milliseconds: 1100, outcome: 'SUCCEEDED' }],
            'Build/Image': [{ milliseconds: 2900, outcome: 'SUCCEEDED' }],
            'Production/Service': [{ milliseconds: 3600, outcome: 'SUCCEEDED' }],
          },
        },
      },
    ],
  };
}

function pipeline(place: DemoPlace): PipelineDefinition {
  return {
    name: 'orders-release',
    version: 6,
    type: 'V2',
    mode: 'SUPERSEDED',
    stages: [
      connectionSource(place, COMMIT),
      { name: 'Build', actions: [codeBuild('Image', 'orders-api', { outputs: ['Image'] })] },
      { name: 'Gate', actions: [job(place, 'LetIn', GATE)] },
      production(),
      { name: 'Announce', actions: [job(place, 'Tell', ANNOUNCEMENT)] },
    ],
  };
}

function production(): StageDefinition {
  const configuration = { ClusterName: 'production', ServiceName: 'orders-api' };
  const service = { name: 'Service', kind: 'Deploy/ECS', inputs: ['Image'], configuration } as const;
  return { name: 'Production', actions: [service] };
}
