import type { PipelineDefinition, StageDefinition } from '../definition.ts';
import type { Commit } from '../plan.ts';
import type { Demo, DemoPlace } from './demo.ts';
import { codeBuild, connectionSource, job, pushed } from './demo.ts';

const COMMIT: Commit = {
  id: 'c6e8a0b2d4f5e7a9b1c3d5f6e8a0b2c4d6e7f9a1',
  message: 'Sort search results by stock',
  author: { name: 'Saanvi Sarkar', email: 'saanvi.sarkar@example.com' },
  branch: 'main',
  repository: 'example-org/catalog-api',
  host: 'GitLab',
};

const SMOKE_TEST = {
  job: 'start-state-machine',
  stateMachine: 'smoke-test',
  input: { url: 'https://staging.example.com/' },
};

/** A function starts a state machine and comes back for its result. */
export function smokeTested(place: DemoPlace): Demo {
  return {
    name: 'smoke-tested',
    title: 'Runs a state machine',
    description: 'catalog-api goes into production when a state machine has tested it on staging.',
    pipeline: pipeline(place),
    executions: [
      {
        afterMilliseconds: 0,
        trigger: pushed(place),
        plan: {
          commit: COMMIT,
          behaviors: {
            'Source/Checkout': [{ milliseconds: 1000, outcome: 'SUCCEEDED' }],
            'Build/Image': [{ milliseconds: 2100, outcome: 'SUCCEEDED' }],
            'Staging/Service': [{ milliseconds: 2200, outcome: 'SUCCEEDED' }],
            'Production/Service': [{ milliseconds: 2700, outcome: 'SUCCEEDED' }],
          },
        },
      },
    ],
  };
}

function pipeline(place: DemoPlace): PipelineDefinition {
  return {
    name: 'catalog-api',
    version: 14,
    type: 'V2',
    mode: 'QUEUED',
    stages: [
      connectionSource(place, COMMIT),
      { name: 'Build', actions: [codeBuild('Image', 'catalog-api', { outputs: ['Image'] })] },
      deployment('Staging'),
      { name: 'Verify', actions: [{ ...job(place, 'SmokeTest', SMOKE_TEST), namespace: 'SmokeTest' }] },
      deployment('Production'),
    ],
  };
}

function deployment(name: string): StageDefinition {
  const configuration = { ClusterName: name.toLowerCase(), ServiceName: 'catalog-api' };
  return { name, actions: [{ name: 'Service', kind: 'Deploy/ECS', inputs: ['Image'], configuration }] };
}
