import { deliverBatch } from '#functions/deliver/deliver-batch.ts';
import { enrichBatch } from '#functions/enrich/enrich.ts';
import { ingest } from '#functions/ingest/ingest.ts';
import type { RateLimits } from '#local/slack/rate-limits.ts';
import { createSharedClock, type SharedClock } from '#shared/clients/clock.ts';
import type { OutgoingMessage, Queues } from '#shared/clients/queues.ts';
import { openDestinations, withSnapshotRule, withSnapshots } from '#shared/config/destinations.ts';
import { readSettings } from '#shared/config/settings.ts';
import { createPipelineAnswers } from '#shared/enrichment/pipeline-answers.ts';
import type { QueueWork } from '#shared/runtime/sqs.ts';
import { type Budgets, createMemoryBudgets, UNLIMITED } from '#shared/store/budgets.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { ACCOUNT, type RawEvent, REGION, START } from '#tests/support/build-event.ts';
import { FakeApprovals } from '#tests/support/fake-approvals.ts';
import { FakePeople } from '#tests/support/fake-people.ts';
import {
  FakeCodePipeline,
  FakeObjectStore,
  FakeSecrets,
  FakeTelemetry,
  FakeTopics,
  fakeClients,
  SECRETS,
} from '#tests/support/fakes.ts';
import { withDates } from './dated-table.ts';
import { FaultGate, type GateOptions, type Point } from './fault-gate.ts';
import { withFaultPoints } from './fault-points.ts';
import { Random } from './random.ts';
import { type SimEnvironment, SimFunction } from './sim-function.ts';
import { SimQueue } from './sim-queue.ts';
import { SimSlack, type SimSlackOptions } from './sim-slack.ts';
import { Simulator } from './simulator.ts';

const FUNCTIONS = {
  ingest: { queue: 'events', visibilitySeconds: 61, timeoutSeconds: 10, most: 10, windowMilliseconds: 1000 },
  enrich: { queue: 'enrichment', visibilitySeconds: 180, timeoutSeconds: 30, most: 5, windowMilliseconds: 0 },
  deliver: {
    queue: 'deliveries.fifo',
    visibilitySeconds: 180,
    timeoutSeconds: 30,
    most: 20,
    windowMilliseconds: 0,
  },
} as const;
export type FunctionName = keyof typeof FUNCTIONS;
const NAMES = ['ingest', 'enrich', 'deliver'] as const;

export interface FaultWorldOptions extends GateOptions {
  readonly seed?: number;
  readonly config?: string;
  /** At a time and function. */
  readonly environments?: number;
  readonly rateLimits?: RateLimits;
  /** Keep within Slack's budgets; without, as if there was room for everything. */
  readonly withBudgets?: boolean;
  readonly drawSlack?: SimSlackOptions['draw'];
  /** How far the clock of a new environment is off, in seconds. */
  readonly skew?: (environment: number) => number;
}

export const ONE_CHANNEL = `
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes:
  - { to: pipelines, continue: true }
  - { match: { status: [failed, recovered] }, to: mail }
`;

/** The real functions in many environments side by side, with queues, table, Slack and time in memory: every run of a seed is the same. */
export class FaultWorld {
  readonly random: Random;
  readonly simulator = new Simulator(START);
  readonly slack: SimSlack;
  readonly topics = new FakeTopics();
  readonly objects = new FakeObjectStore();
  readonly secrets = new FakeSecrets(SECRETS);
  readonly approvals = new FakeApprovals();
  readonly codepipeline = new FakeCodePipeline();
  readonly telemetry = new FakeTelemetry();
  readonly table = createMemoryTable();
  readonly parked: { readonly body: string; readonly reason: Readonly<Record<string, string>> }[] = [];
  readonly functions: Readonly<Record<FunctionName, SimFunction>>;
  readonly queues: Readonly<Record<FunctionName, SimQueue>>;
  /** How often a budget was asked: each is a write to the table. */
  budgetsTaken = 0;
  readonly #gate: FaultGate;
  readonly #options: FaultWorldOptions;
  readonly #routing;
  readonly #budgets = new Map<string, number>();
  #environments = 0;

  constructor(options: FaultWorldOptions = {}) {
    this.#options = options;
    this.#gate = new FaultGate(this.simulator, options);
    this.random = new Random(options.seed ?? 1);
    this.slack = new SimSlack({
      now: () => this.simulator.now,
      ...(options.rateLimits && { rateLimits: options.rateLimits }),
      ...(options.drawSlack && { draw: options.drawSlack }),
    });
    const { settings, mistakes } = readSettings(options.config ?? ONE_CHANNEL, 'signalbox.yml');
    if (settings === undefined) throw new Error(JSON.stringify(mistakes));
    this.#routing = {
      rules: withSnapshotRule(settings.routes),
      approvalRules: settings.approvals ?? [],
      controlRules: settings.controls ?? [],
      destinations: withSnapshots(openDestinations(settings)),
    };
    for (const { channel } of Object.values(settings.destinations))
      if (typeof channel === 'string') this.slack.createChannel(channel);
    this.queues = { ingest: toQueue('ingest'), enrich: toQueue('enrich'), deliver: toQueue('deliver') };
    this.functions = {
      ingest: this.#createFunction('ingest'),
      enrich: this.#createFunction('enrich'),
      deliver: this.#createFunction('deliver'),
    };
  }

  /** Puts an event onto the events queue so many seconds from now. */
  send(event: RawEvent | string, afterSeconds = 0): void {
    const body = typeof event === 'string' ? event : JSON.stringify(event);
    this.simulator.after(afterSeconds * 1000, () => this.put('ingest', [{ body }]));
  }

  /** Every event at its own time. */
  sendAll(events: readonly RawEvent[]): void {
    for (const event of events) this.send(event, Date.parse(event.time) / 1000 - this.simulator.now / 1000);
  }

  put(name: FunctionName, messages: readonly OutgoingMessage[]): void {
    for (const message of messages) {
      const { visibleAt } = this.queues[name].put(message, this.simulator.now);
      this.functions[name].wake(visibleAt - this.simulator.now);
    }
  }

  async pass(seconds: number): Promise<void> {
    await this.simulator.runUntil(this.simulator.now + seconds * 1000);
  }

  /** Until nothing is queued or run any more; gives the seconds that it took. @throws when that is not within the limit */
  async drain(limitSeconds = 4 * 3600): Promise<number> {
    const begun = this.simulator.now;
    while (NAMES.some((name) => !this.functions[name].isIdle)) {
      if (this.simulator.now - begun > limitSeconds * 1000)
        throw new Error(`Not done after ${limitSeconds} s: ${this.#left()}`);
      await this.pass(1);
    }
    return (this.simulator.now - begun) / 1000;
  }

  /** Plays events at their times and all that follows from them. */
  async play(events: readonly RawEvent[]): Promise<void> {
    this.sendAll(events);
    await this.pass(
      1 + Math.max(0, ...events.map(({ time }) => Date.parse(time) - this.simulator.now)) / 1000,
    );
    await this.drain();
  }

  get points(): readonly Point[] {
    return this.#gate.points;
  }

  /** How often each input or output was done. */
  get done(): ReadonlyMap<string, number> {
    return this.#gate.done;
  }

  /** Messages that ran out of receives. */
  get deadLetters(): number {
    return NAMES.reduce((sum, name) => sum + this.queues[name].deadLetters.length, 0);
  }

  #left(): string {
    return NAMES.map(
      (name) => `${this.queues[name].messages.length} in ${this.queues[name].options.name}`,
    ).join(', ');
  }

  #createFunction(name: FunctionName): SimFunction {
    const { most, timeoutSeconds, windowMilliseconds } = FUNCTIONS[name];
    return new SimFunction({
      simulator: this.simulator,
      queue: this.queues[name],
      concurrency: Math.min(most, this.#options.environments ?? 1),
      windowMilliseconds,
      timeoutMilliseconds: timeoutSeconds * 1000,
      createEnvironment: (onDeath) => this.#createEnvironment(name, onDeath),
    });
  }

  #createBudgets(nowMilliseconds: () => number): Budgets {
    const budgets = this.#options.withBudgets
      ? createMemoryBudgets(nowMilliseconds, this.#budgets)
      : UNLIMITED;
    return {
      take: (allowance) => {
        this.budgetsTaken += 1;
        return budgets.take(allowance);
      },
    };
  }

  #createEnvironment(name: FunctionName, onDeath: () => void): SimEnvironment {
    this.#environments += 1;
    const id = `${name}-${this.#environments}`;
    const skew = this.#options.skew?.(this.#environments) ?? 0;
    const state = { isDead: false };
    const kill = () => {
      if (state.isDead) return;
      state.isDead = true;
      onDeath();
    };
    const clock = createSharedClock(() => this.simulator.now + skew * 1000);
    const outside = withFaultPoints(this.#outside(name, clock), (place, work) =>
      this.#gate.pass({ function: name, environment: id, place, state, kill }, work),
    );
    const app = {
      ...this.#routing,
      ...outside,
      clock,
      telemetry: this.telemetry,
      budgets: this.#createBudgets(clock.nowMilliseconds),
      codepipelineOf: (account: string) => (account === ACCOUNT ? outside.codepipeline : undefined),
      servicesOf: () => undefined,
      pipelineAnswers: createPipelineAnswers(clock),
      peopleOf: async () => new FakePeople(),
      accounts: new Set([ACCOUNT]),
      account: ACCOUNT,
      region: REGION,
      owner: id,
    };
    const works: Readonly<Record<FunctionName, QueueWork>> = {
      ingest: (messages) => ingest(messages, app),
      enrich: (messages) => enrichBatch(messages, app),
      deliver: (messages) => deliverBatch(messages, app),
    };
    const edge = {
      queues: outside.queues,
      telemetry: this.telemetry,
      sourceQueueUrl: name,
      parkingQueueUrl: `${name}-parked`,
      random: () => this.random.next(),
    };
    return { id, work: works[name], edge, kill };
  }

  #outside(name: FunctionName, clock: SharedClock) {
    return {
      table: withDates(this.table, () => clock.set(new Date(this.simulator.now).toUTCString())),
      codepipeline: this.codepipeline,
      approvals: this.approvals,
      deliveries: { send: async (messages: readonly OutgoingMessage[]) => this.put('deliver', messages) },
      enrichments: { send: async (messages: readonly OutgoingMessage[]) => this.put('enrich', messages) },
      channelClients: {
        ...fakeClients(),
        http: { post: async (request: Parameters<SimSlack['answer']>[0]) => this.slack.answer(request) },
        secrets: this.secrets,
        topics: this.topics,
        objects: this.objects,
      },
      queues: this.#queuesOf(name),
    };
  }

  #queuesOf(name: FunctionName): Queues {
    return {
      park: async (_url, body, reason) => {
        this.parked.push({ body, reason });
      },
      delay: async (_url, handle, seconds) => {
        const message = this.queues[name].find(handle);
        if (message !== undefined) {
          message.visibleAt = this.simulator.now + seconds * 1000;
          this.functions[name].wake(seconds * 1000);
        }
      },
    };
  }
}

function toQueue(name: FunctionName): SimQueue {
  const { queue, visibilitySeconds } = FUNCTIONS[name];
  return new SimQueue({
    name: queue,
    isFifo: queue.endsWith('.fifo'),
    visibilityMilliseconds: visibilitySeconds * 1000,
    maxReceiveCount: 1000,
  });
}
