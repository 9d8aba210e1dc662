import type { PipelineDefinition, Place } from '../definition.ts';
import type { Commit, Plan } from '../plan.ts';
import type { Demo } from './demo.ts';
import { codeBuild, connectionSource, pushed } from './demo.ts';

const REPOSITORY = {
  branch: 'main',
  repository: 'example-team/mobile-backend',
  host: 'Bitbucket',
} as const;

const FIRST: Commit = {
  ...REPOSITORY,
  id: '1d3f5a7c9e0b2d4f6a8c0e1f3b5d7f9a1c3e5b70',
  message: 'Cache the product feed for a minute',
  author: { name: 'Jorge Souza', email: 'jorge.souza@example.com' },
};

const SECOND: Commit = {
  ...REPOSITORY,
  id: '2e4a6c8e0f1b3d5f7a9c1e2f4b6d8f0a2c4e6b81',
  message: 'Send push messages in batches of 500',
  author: { name: 'Ana Carolina Silva', email: 'ana.silva@example.com' },
};

const THIRD: Commit = {
  ...REPOSITORY,
  id: '3f5b7d9f1a2c4e6a8b0d2f3a5c7e9a1b3d5f7c92',
  message: 'Fix the batch size: the provider takes 100',
  author: { name: 'Ana Carolina Silva', email: 'ana.silva@example.com' },
};

/** The first release holds the stage Deploy so long that the third overtakes the second at its door. */
export function superseded(place: Place): Demo {
  const trigger = pushed(place);
  return {
    name: 'superseded',
    title: 'Superseded',
    description: 'Three pushes to mobile-backend: the second waits for Deploy and is overtaken by the third.',
    pipeline: pipeline(place),
    executions: [
      { afterMilliseconds: 0, trigger, plan: plan(FIRST, 6400) },
      { afterMilliseconds: 2200, trigger, plan: plan(SECOND, 2000) },
      { afterMilliseconds: 4600, trigger, plan: plan(THIRD, 2400) },
    ],
  };
}

function plan(commit: Commit, deployMilliseconds: number): Plan {
  return {
    commit,
    behaviors: {
      'Source/Checkout': [{ milliseconds: 700, outcome: 'SUCCEEDED' }],
      'Build/Package': [{ milliseconds: 1100, outcome: 'SUCCEEDED' }],
      'Deploy/Environment': [{ milliseconds: deployMilliseconds, outcome: 'SUCCEEDED' }],
    },
  };
}

function pipeline(place: Place): PipelineDefinition {
  return {
    name: 'mobile-backend',
    version: 4,
    type: 'V2',
    mode: 'SUPERSEDED',
    stages: [
      connectionSource(place, FIRST),
      { name: 'Build', actions: [codeBuild('Package', 'mobile-backend', { outputs: ['Package'] })] },
      {
        name: 'Deploy',
        actions: [
          {
            name: 'Environment',
            kind: 'Deploy/ElasticBeanstalk',
            inputs: ['Package'],
            configuration: { ApplicationName: 'mobile-backend', EnvironmentName: 'production' },
          },
        ],
      },
    ],
  };
}
