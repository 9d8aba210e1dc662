import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { createWork } from '#functions/pipeline-job/run-job.ts';
import { createJobs } from '#shared/clients/jobs.ts';
import { openDestinations } from '#shared/config/destinations.ts';
import { readSettings } from '#shared/config/settings.ts';
import { handleJob } from '#shared/runtime/job.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { FakeAlarms, FakeStateMachines, RUNNING } from '#tests/support/fake-machines.ts';
import { FakeClock, FakeOutbox, FakeTelemetry } from '#tests/support/fakes.ts';
import { jobEvent } from '#tests/support/job-event.ts';
import { SimJobs, type TakenAnswer, type Trouble } from './sim-jobs.ts';

const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:smoke-test';
const { settings } = readSettings(
  `
destinations:
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes:
  - { to: mail }
jobs:
  stateMachines: { smoke-test: '${MACHINE}' }
`,
  'signalbox.yml',
);
if (settings === undefined) throw new Error('the settings have mistakes');
const ROUTING = { rules: settings.routes, destinations: openDestinations(settings), approvalRules: [] };

/** What an action may ask for; the last two wait for a while. */
export const PARAMETERS = [
  { job: 'notify', message: 'hello' },
  { job: 'gate', alarms: ['errors'] },
  { job: 'start-state-machine', stateMachine: 'smoke-test' },
];
/** Looks at which the alarm rings and the state machine runs. */
const BUSY_LOOKS = 2;
const LOOK_SECONDS = 30;
const MOST_LOOKS = 20;
/** Lambda invokes twice more when an invocation throws. */
const INVOCATIONS = 3;

export interface ActionOptions {
  /** The id of the run of the action, and of its jobs with a number. */
  readonly run: string;
  readonly parameters: unknown;
  readonly troubles: readonly Trouble[];
  /** How long an invocation has. */
  readonly milliseconds: number;
  /** Invocations for the first job during which CodePipeline takes nothing at all. */
  readonly outage?: number;
}

export interface Ended {
  readonly jobs: SimJobs;
  /** By job, how often Lambda invoked the function. */
  readonly invocations: readonly number[];
  /** As CodePipeline knows it: undefined when it waits for an answer. */
  readonly end: TakenAnswer['kind'] | undefined;
  /** Messages sent and state machines started, each counted once. */
  readonly effects: number;
}

/** An action from its start to its end, as CodePipeline and Lambda run it: the real function over a client with trouble. */
export async function runAction({
  run,
  parameters,
  troubles,
  milliseconds,
  outage = 0,
}: ActionOptions): Promise<Ended> {
  const jobs = new SimJobs(run, troubles);
  const world = createWorld(jobs);
  const invocations: number[] = [];
  let last: TakenAnswer | undefined;
  for (let look = 1; look <= MOST_LOOKS && (last === undefined || last.kind === 'paused'); look += 1) {
    const id = `${run}-${look}`;
    if (look > BUSY_LOOKS) world.calm();
    const { 'CodePipeline.job': job } = jobEvent(parameters, last?.token);
    const until = look === 1 ? outage : 0;
    invocations.push(await world.invoke({ 'CodePipeline.job': { ...job, id } }, { milliseconds, until }));
    last = jobs.taken.get(id)?.[0];
    if (last === undefined) break;
    world.clock.time += LOOK_SECONDS;
  }
  jobs.hangUp();
  return { jobs, invocations, end: last?.kind, effects: world.effects() };
}

interface Invoking {
  readonly milliseconds: number;
  /** CodePipeline is out until that invocation is over. */
  readonly until: number;
}

function createWorld(client: SimJobs) {
  const [clock, alarms, stateMachines] = [new FakeClock(), new FakeAlarms(), new FakeStateMachines()];
  const [deliveries, telemetry] = [new FakeOutbox(), new FakeTelemetry()];
  const jobs = createJobs(client as unknown as CodePipelineClient);
  alarms.states = [{ name: 'errors', state: 'ALARM' }];
  const work = createWork({
    clock,
    table: createMemoryTable(),
    ...ROUTING,
    deliveries,
    jobs,
    alarms,
    stateMachines,
    machines: new Map([['smoke-test', MACHINE]]),
  });
  return {
    clock,
    calm() {
      alarms.states = [{ name: 'errors', state: 'OK' }];
      stateMachines.run = { ...RUNNING, status: 'SUCCEEDED' };
    },
    effects: () => new Set(deliveries.messages.map(({ body }) => body)).size + stateMachines.starts.length,
    /** Gives how many invocations it took; the event of each is the same. */
    async invoke(event: unknown, { milliseconds, until }: Invoking): Promise<number> {
      for (let times = 1; ; times += 1) {
        client.isOut = times <= until;
        const deadline = Date.now() + milliseconds;
        const edge = { jobs, telemetry, random: () => 0 };
        const isDone = await handleJob(event, { work, edge, remaining: () => deadline - Date.now() }).then(
          () => true,
          () => false,
        );
        if (isDone || times === INVOCATIONS) return times;
      }
    },
  };
}
