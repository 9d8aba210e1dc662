import { randomUUID } from 'node:crypto';
import { requestApproval } from '#functions/approval-request/request.ts';
import { commandBatch } from '#functions/command/command.ts';
import { deliverBatch } from '#functions/deliver/deliver-batch.ts';
import { enrichBatch } from '#functions/enrich/enrich.ts';
import { ingest } from '#functions/ingest/ingest.ts';
import { createWork } from '#functions/pipeline-job/run-job.ts';
import { reconcile } from '#functions/reconcile/reconcile.ts';
import type { OutgoingMessage } from '#shared/clients/queues.ts';
import { openDestinations, withSnapshotRule, withSnapshots } from '#shared/config/destinations.ts';
import { readSettings } from '#shared/config/settings.ts';
import { createPipelineAnswers } from '#shared/enrichment/pipeline-answers.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import { handleJob } from '#shared/runtime/job.ts';
import { handleBatch, type QueueEdge, type QueueMessage, type QueueWork } from '#shared/runtime/sqs.ts';
import { type Budgets, UNLIMITED } from '#shared/store/budgets.ts';
import { createMemoryTable } from '#shared/store/memory-table.ts';
import { ACCOUNT, REGION, START } from '#tests/support/build-event.ts';
import { FakeApprovals } from '#tests/support/fake-approvals.ts';
import { FakeAwsJson } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';
import { FakeExecutionHistory } from '#tests/support/fake-history.ts';
import { FakeJobs } from '#tests/support/fake-jobs.ts';
import { FakeAlarms, FakeStateMachines } from '#tests/support/fake-machines.ts';
import { FakePeople } from '#tests/support/fake-people.ts';
import { FakePipelineControl } from '#tests/support/fake-pipeline-control.ts';
import { FakeSlack } from '#tests/support/fake-slack.ts';
import { FakeTasks } from '#tests/support/fake-tasks.ts';
import {
  FakeBuses,
  FakeClock,
  FakeCodePipeline,
  FakeObjectStore,
  FakeQueues,
  FakeSecrets,
  FakeTelemetry,
  FakeTopics,
  SECRETS,
} from '#tests/support/fakes.ts';

export const FAILURE_RESPONSE_ARN =
  'arn:aws:states:eu-west-1:111122223333:stateMachine:signalbox-dev-failure-response';

/** Another account, whose events are taken. */
export const MEMBER = '222233334444';

interface Waiting {
  readonly message: OutgoingMessage;
  readonly receiveCount: number;
  readonly visibleAt: number;
}

const QUEUES = {
  events: 'https://sqs/events',
  enrichment: 'https://sqs/enrichment',
  deliveries: 'https://sqs/deliveries.fifo',
  commands: 'https://sqs/commands',
} as const;
type QueueName = keyof typeof QUEUES;

const CONFIG = `
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes:
  - { to: pipelines, continue: true }
  - { match: { status: [failed, recovered, succeeded] }, to: mail }
`;

/** The real functions behind real edges, with queues, table and clock in memory and recording fakes outside. */
export class World {
  readonly clock = new FakeClock(START);
  readonly slack = new FakeSlack();
  readonly topics = new FakeTopics();
  readonly buses = new FakeBuses();
  readonly objects = new FakeObjectStore();
  readonly secrets = new FakeSecrets(SECRETS);
  readonly approvals = new FakeApprovals();
  readonly control = new FakePipelineControl(() => this.clock.time);
  readonly tasks = new FakeTasks();
  readonly jobs = new FakeJobs();
  readonly alarms = new FakeAlarms();
  readonly stateMachines = new FakeStateMachines();
  readonly people = new FakePeople();
  readonly codepipeline = new FakeCodePipeline();
  /** Knows nothing beyond the events, unless it is told. */
  services = new FakeAwsServices({ CODEPIPELINE: new FakeAwsJson({}) });
  readonly history = new FakeExecutionHistory();
  readonly telemetry = new FakeTelemetry();
  readonly queues = new FakeQueues();
  readonly table = createMemoryTable();
  /** Batches that `deliver` got. */
  deliveries = 0;
  private readonly waiting = new Map<QueueName, Waiting[]>();
  private readonly app;

  constructor(config = CONFIG, budgets: Budgets = UNLIMITED) {
    const { settings, mistakes } = readSettings(config, 'signalbox.yml');
    if (settings === undefined) throw new Error(JSON.stringify(mistakes));
    this.app = {
      clock: this.clock,
      telemetry: this.telemetry,
      table: this.table,
      open: this.table,
      budgets,
      rules: withSnapshotRule(settings.routes),
      destinations: withSnapshots(openDestinations(settings)),
      deliveries: { send: async (messages: readonly OutgoingMessage[]) => this.put('deliveries', messages) },
      enrichments: { send: async (messages: readonly OutgoingMessage[]) => this.put('enrichment', messages) },
      codepipelineOf: (account: string) => (account === ACCOUNT ? this.codepipeline : undefined),
      servicesOf: (account: string) => (account === ACCOUNT ? this.services : undefined),
      pipelineAnswers: createPipelineAnswers(this.clock),
      approvals: this.approvals,
      tasks: this.tasks,
      jobs: this.jobs,
      alarms: this.alarms,
      stateMachines: this.stateMachines,
      machines: new Map(Object.entries(settings.jobs?.stateMachines ?? {})),
      approvalRules: settings.approvals ?? [],
      pipelineControl: this.control,
      controlRules: settings.controls ?? [],
      channelClients: {
        http: this.slack,
        secrets: this.secrets,
        topics: this.topics,
        objects: this.objects,
        buses: this.buses,
        stateMachines: this.stateMachines,
        failureResponse: FAILURE_RESPONSE_ARN,
        slackApiUrl: 'https://slack.com/api',
      },
      objects: this.objects,
      peopleOf: async () => this.people,
      accounts: new Set([ACCOUNT, MEMBER]),
      account: ACCOUNT,
      region: REGION,
      owner: 'worker-1',
    };
  }

  /** One event at a time, each followed all the way; the clock is the event's. */
  async play(...events: readonly { readonly time?: string }[]): Promise<void> {
    for (const event of events) {
      if (event.time !== undefined)
        this.clock.time = Math.max(this.clock.time, Date.parse(event.time) / 1000);
      this.put('events', [{ body: JSON.stringify(event) }]);
      await this.work();
    }
  }

  /** What people ask for in Slack, one after the other, each done whole. */
  async ask(...commands: readonly Command[]): Promise<void> {
    for (const command of commands) {
      this.put('commands', [{ body: JSON.stringify(command) }]);
      await this.work();
    }
  }

  /** What a state machine asks, as Step Functions gives its payload to the function. */
  async request(payload: unknown): Promise<void> {
    await requestApproval(payload, this.app);
    await this.work();
  }

  /** A job as CodePipeline hands it to the function; what it puts on queues waits. */
  async job(event: unknown, remainingMilliseconds = 30_000): Promise<void> {
    const edge = { jobs: this.jobs, telemetry: this.telemetry, random: () => 0 };
    const work = createWork(this.app);
    await handleJob(event, { work, edge, remaining: () => remainingMilliseconds });
  }

  /** Bodies as the queue would give them, in one batch. */
  async receive(...bodies: readonly string[]): Promise<readonly string[]> {
    this.put(
      'events',
      bodies.map((body) => ({ body })),
    );
    const failed = await this.runOnce('events');
    await this.work();
    return failed;
  }

  /** Moves the clock on and does what became visible by then. */
  async wait(seconds: number): Promise<void> {
    this.clock.time += seconds;
    await this.work();
  }

  /** Bodies of the messages that are neither done nor parked. */
  get leftBodies(): readonly string[] {
    return [...this.waiting.values()].flat().map(({ message }) => message.body);
  }

  get left(): number {
    return this.leftBodies.length;
  }

  /** One sweep of the schedule. */
  async sweep(remainingMilliseconds = 60_000): Promise<void> {
    await reconcile({ ...this.app, open: this.table, history: this.history }, () => remainingMilliseconds);
    await this.work();
  }

  private put(name: QueueName, messages: readonly OutgoingMessage[]): void {
    const queue = this.waiting.get(name) ?? [];
    const now = this.clock.time;
    queue.push(
      ...messages.map((message) => ({
        message,
        receiveCount: 0,
        visibleAt: now + (message.delaySeconds ?? 0),
      })),
    );
    this.waiting.set(name, queue);
  }

  private async work(): Promise<void> {
    for (const name of ['commands', 'events', 'enrichment', 'deliveries'] as const) {
      if (this.visible(name).length === 0) continue;
      await this.runOnce(name);
      return this.work();
    }
  }

  private visible(name: QueueName): readonly Waiting[] {
    return (this.waiting.get(name) ?? []).filter(({ visibleAt }) => visibleAt <= this.clock.time);
  }

  /** One batch of at most ten; gives the bodies of what failed, which wait as the edge asked. */
  private async runOnce(name: QueueName): Promise<readonly string[]> {
    if (name === 'deliveries') this.deliveries += 1;
    const batch = this.visible(name).slice(0, 10);
    this.waiting.set(
      name,
      (this.waiting.get(name) ?? []).filter((one) => !batch.includes(one)),
    );
    const records = batch.map((one) => ({ ...one, id: randomUUID() }));
    const { batchItemFailures } = await handleBatch(
      { Records: records.map((one) => toRecord(one, this.clock.time)) },
      this.workOf(name),
      this.edge(name),
    );
    const failed = records.filter(({ id }) =>
      batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === id),
    );
    for (const { id, message, receiveCount } of failed) {
      const delay = this.queues.delayed.findLast(({ receiptHandle }) => receiptHandle === id)?.seconds ?? 30;
      this.waiting
        .get(name)
        ?.push({ message, receiveCount: receiveCount + 1, visibleAt: this.clock.time + delay });
    }
    return failed.map(({ message }) => message.body);
  }

  private workOf(name: QueueName): QueueWork {
    const { app } = this;
    const works: Readonly<Record<QueueName, QueueWork>> = {
      events: (messages: readonly QueueMessage[]) => ingest(messages, app),
      enrichment: (messages: readonly QueueMessage[]) => enrichBatch(messages, app),
      deliveries: (messages: readonly QueueMessage[]) => deliverBatch(messages, app),
      commands: (messages: readonly QueueMessage[]) => commandBatch(messages, app),
    };
    return works[name];
  }

  private edge(name: QueueName): QueueEdge {
    return {
      queues: this.queues,
      telemetry: this.telemetry,
      sourceQueueUrl: QUEUES[name],
      parkingQueueUrl: `${QUEUES[name]}-parked`,
      random: () => 0.5,
    };
  }
}

function toRecord({ id, message, receiveCount }: Waiting & { readonly id: string }, now: number) {
  return {
    messageId: id,
    receiptHandle: id,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount + 1),
      SentTimestamp: String(now * 1000),
      ...(message.groupId !== undefined && { MessageGroupId: message.groupId }),
    },
  };
}
