import type { PipelineDefinition, Place, StageDefinition } from '../definition.ts';
import type { Commit } from '../plan.ts';
import type { Demo } from './demo.ts';
import { approval, codeBuild, connectionSource, pushed } from './demo.ts';

const COMMIT: Commit = {
  id: '92e3b5d7f9a1c0d2e4f6a8b1c3d5e7f9a0b2c4d6',
  message: 'Refund partial deliveries line by line',
  author: { name: 'Mateo Jackson', email: 'mateo.jackson@example.com' },
  branch: 'main',
  repository: 'example-org/orders-api',
  host: 'GitHub',
};

/** The release stands before production until somebody decides; nobody does by itself. */
export function needsApproval(place: Place): Demo {
  return {
    name: 'needs-approval',
    title: 'Needs approval',
    description: 'orders-api is on staging and waits for a person to let it into production.',
    pipeline: pipeline(place),
    executions: [
      {
        afterMilliseconds: 0,
        trigger: pushed(place),
        plan: {
          commit: COMMIT,
          behaviors: {
            'Source/Checkout': [{ milliseconds: 900, outcome: 'SUCCEEDED' }],
            'Build/Image': [{ milliseconds: 1900, outcome: 'SUCCEEDED' }],
            'Staging/Service': [{ milliseconds: 2200, outcome: 'SUCCEEDED' }],
            'Production/Service': [{ milliseconds: 2600, outcome: 'SUCCEEDED' }],
          },
        },
      },
    ],
  };
}

function pipeline(place: Place): PipelineDefinition {
  return {
    name: 'orders-api',
    version: 21,
    type: 'V2',
    mode: 'SUPERSEDED',
    stages: [
      connectionSource(place, COMMIT),
      { name: 'Build', actions: [codeBuild('Image', 'orders-api', { outputs: ['Image'] })] },
      deployment('Staging'),
      { name: 'Approve', actions: [releaseManager(place)] },
      deployment('Production'),
    ],
  };
}

function releaseManager({ account, region }: Place) {
  const configuration = {
    NotificationArn: `arn:aws:sns:${region}:${account}:approvals`,
    ExternalEntityLink: 'https://staging.example.com/orders',
    CustomData: 'Check on staging that refunds of partial deliveries show every line.',
  };
  return approval('ReleaseManager', { configuration, timeoutInMinutes: 24 * 60 });
}

function deployment(name: string): StageDefinition {
  const configuration = { ClusterName: name.toLowerCase(), ServiceName: 'orders-api' };
  return { name, actions: [{ name: 'Service', kind: 'Deploy/ECS', inputs: ['Image'], configuration }] };
}
