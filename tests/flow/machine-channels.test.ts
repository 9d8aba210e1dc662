import { describe, expect, it } from '@jest/globals';
import { RateLimitedError } from '#shared/errors.ts';
import {
  ACCOUNT,
  buildActionEvent,
  buildPipelineEvent,
  buildStageEvent,
  EXECUTION_ID,
  REGION,
} from '#tests/support/build-event.ts';
import { FAILURE_RESPONSE_ARN, World } from './support/world.ts';

const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:clean-up';
const BUS = 'arn:aws:events:eu-west-1:111122223333:event-bus/platform';
const FAILS = [
  buildPipelineEvent({ state: 'STARTED' }),
  buildActionEvent({ state: 'FAILED', after: 20 }),
  buildStageEvent({ stage: 'Build', state: 'FAILED', after: 20 }),
  buildPipelineEvent({ state: 'FAILED', after: 21 }),
];

function createMachineWorld(): World {
  return new World(`
destinations:
  clean-up: { type: state-machine, stateMachine: '${MACHINE}' }
  respond: { type: state-machine, stateMachine: failure-response }
  platform: { type: event-bus, bus: '${BUS}' }
routes:
  - { match: { status: failed }, to: [clean-up, respond], continue: true }
  - { to: platform }
`);
}

describe('a state machine as a destination', () => {
  it('is started once for a failure, however often and in whatever order its events come', async () => {
    const world = createMachineWorld();

    await world.play(...FAILS, ...FAILS.toReversed());
    await world.wait(30);

    expect(world.stateMachines.starts.map(({ machine }) => machine)).toEqual([MACHINE, FAILURE_RESPONSE_ARN]);
    const [start] = world.stateMachines.starts;
    expect(start?.name).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(start?.input ?? '')).toMatchObject({
      version: 1,
      announcement: { key: 'failed 1', status: 'failed', stage: 'Build' },
      execution: { executionId: EXECUTION_ID, state: 'FAILED' },
    });
    expect(world.left).toBe(0);
  });

  it('has the same execution when the answer to its start was lost', async () => {
    const world = createMachineWorld();
    const { start } = world.stateMachines;
    const names: string[] = [];
    world.stateMachines.start = async (given) => {
      names.push(given.name);
      await start.call(world.stateMachines, given);
      if (names.length <= 2) throw new RateLimitedError('state machine: throttled', { retryAfterSeconds: 2 });
      return 'arn';
    };

    await world.play(...FAILS);
    for (let tries = 0; tries < 10; tries += 1) await world.wait(30);

    expect(names.length).toBeGreaterThan(2);
    expect(new Set(names).size).toBe(2);
    expect(world.stateMachines.starts).toHaveLength(2);
    expect(world.left).toBe(0);
  });
});

describe('a state machine that is told of state machines', () => {
  it.each(['clean-up', 'rotate-secret'])(
    'is not started by failures of what it was started for, which people are told: %s',
    async (machine) => {
      const world = new World(`
destinations:
  clean-up: { type: state-machine, stateMachine: '${MACHINE}' }
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
routes:
  - { match: { service: step-functions }, to: pipelines, continue: true }
  - { to: clean-up }
`);
      await world.play(failedRun('settle-orders', 'order-1'));

      for (let failed = 0; failed < 4; failed += 1) {
        const { name = '' } = world.stateMachines.starts.at(-1) ?? {};
        await world.play(failedRun(machine, name, failed));
      }
      await world.wait(30);

      expect(world.stateMachines.starts).toHaveLength(1);
      expect(world.slack.parents.map(({ body }) => body['text'])).toEqual([
        expect.stringContaining('settle-orders failed'),
        ...Array.from({ length: 4 }, () => expect.stringContaining(`${machine} failed`)),
      ]);
      expect(world.left).toBe(0);
    },
  );
});

describe('a bus as a destination', () => {
  it('gets each announcement once, in order, in a form of its own', async () => {
    const world = createMachineWorld();

    await world.play(...FAILS, ...FAILS);
    await world.wait(30);

    expect(world.buses.entries.map(({ Detail }) => JSON.parse(Detail).announcement.key)).toEqual([
      'started',
      'failed 1',
    ]);
    expect(world.buses.entries[0]).toMatchObject({
      EventBusName: BUS,
      Source: 'signalbox',
      DetailType: 'Signalbox Execution Announcement',
      Resources: ['arn:aws:codepipeline:eu-west-1:111122223333:web-shop'],
    });
  });
});

describe('a topic as a destination', () => {
  it('may be one that is read as well, and nothing goes round in a circle', async () => {
    const world = new World(`
destinations:
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes:
  - { to: mail }
`);
    await world.play(...FAILS);
    await world.wait(30);
    const told = world.topics.published.length;

    for (const { TopicArn, Message } of world.topics.published.slice())
      await world.receive(
        JSON.stringify({ Type: 'Notification', TopicArn, Message: JSON.parse(Message).sqs }),
      );
    await world.wait(30);

    expect(told).toBe(2);
    expect(world.topics.published).toHaveLength(told);
  });
});

/** Step Functions tells that an execution failed. */
function failedRun(machine: string, name: string, number = 0) {
  const arn = `arn:aws:states:${REGION}:${ACCOUNT}:execution:${machine}:${name}`;
  return {
    id: `${machine}-${number}`,
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: ACCOUNT,
    region: REGION,
    time: '2026-03-04T10:00:26Z',
    resources: [arn],
    detail: {
      executionArn: arn,
      stateMachineArn: arn.replace(/:execution:(.*):.*/, ':stateMachine:$1'),
      name,
      status: 'FAILED',
    },
  };
}
