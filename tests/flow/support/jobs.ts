import {
  buildActionEvent,
  buildPipelineEvent,
  buildStageEvent,
  type RawEvent,
} from '#tests/support/build-event.ts';
import { ADA, BEN } from '#tests/support/fake-people.ts';
import { jobEvent } from '#tests/support/job-event.ts';
import { World } from './world.ts';

export const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:smoke-test';
export function createJobWorld(): World {
  return new World(`
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
  releases: { type: slack, channel: '#releases', secret: signalbox/slack }
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes:
  - { match: { status: [notice] }, to: mail }
  - { match: { pipeline: '*' }, to: [pipelines, releases] }
approvals:
  - match: { stage: Gate }
    users: [${ADA}, ${BEN}]
    ownChange: allowed
    freeze: [{ from: 2026-03-05T00:00, to: 2026-03-06T00:00, zone: UTC, reason: audit }]
jobs:
  stateMachines: { smoke-test: '${MACHINE}' }
`);
}

/** Invokes again and again, as CodePipeline does, until the job has its answer or `times` are over. */
export async function lookAgain(world: World, parameters: unknown, times = 1): Promise<void> {
  for (let time = 0; time < times && world.jobs.isOpen; time += 1) {
    await world.wait(30);
    await world.job(jobEvent(parameters, world.jobs.token));
    await world.wait(1);
  }
}

/** The pipeline's own events up to the Lambda action that has just begun. */
export function atTheGate(): readonly RawEvent[] {
  const type = { owner: 'AWS', category: 'Invoke', provider: 'Lambda', version: '1' };
  return [
    buildPipelineEvent({ state: 'STARTED' }),
    buildStageEvent({ stage: 'Gate', state: 'STARTED', after: 1 }),
    buildActionEvent({ stage: 'Gate', action: 'Hold', state: 'STARTED', after: 1, detail: { type } }),
  ];
}
