import { randomBytes, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { App } from './app.ts';
import { openSlackApi, SLACK_API_URL } from './channels/slack/open-api.ts';
import { createSlackPeople, type SlackPeople } from './channels/slack/people.ts';
import { createSigningKeys } from './channels/slack/signing-keys.ts';
import { CLOUDWATCH, createAlarms } from './clients/alarms.ts';
import { onAnsweredDate } from './clients/answered-date.ts';
import { createApprovals } from './clients/approvals.ts';
import { type AwsJson, type AwsService, createAwsJson } from './clients/aws-json.ts';
import { createBuses } from './clients/buses.ts';
import { type Clock, createSharedClock, systemClock } from './clients/clock.ts';
import { createExecutionHistory } from './clients/execution-history.ts';
import { createHttpClient, type HttpClient } from './clients/http.ts';
import { createJobs } from './clients/jobs.ts';
import { createObjectStore } from './clients/object-store.ts';
import { createPipelineControl } from './clients/pipeline-control.ts';
import { createOutbox, createQueues, SQS } from './clients/queues.ts';
import { createReaders } from './clients/readers.ts';
import { createSecrets, SECRETS_MANAGER } from './clients/secrets.ts';
import { createStateMachines, STEP_FUNCTIONS } from './clients/state-machines.ts';
import { createTasks } from './clients/tasks.ts';
import type { Telemetry } from './clients/telemetry.ts';
import { createTopics } from './clients/topics.ts';
import { Settings } from './config/compiled.ts';
import { openDestinations, withSnapshotRule, withSnapshots } from './config/destinations.ts';
import { environmentSchemas, readEnvironment } from './config/environment.ts';
import { slackSecrets } from './config/slack-secrets.ts';
import { createPipelineAnswers } from './enrichment/pipeline-answers.ts';
import type { JobEdge } from './runtime/job.ts';
import type { QueueEdge } from './runtime/sqs.ts';
import { createBudgets } from './store/budgets.ts';
import { createDynamoDbTable } from './store/dynamodb-table.ts';
import { createOpenRecords } from './store/open-records.ts';

/** signalbox.yml, checked and put here when the bundle is built. */
declare const __SIGNALBOX_SETTINGS__: unknown;

// One function per Lambda, so that a bundle holds only the clients that its steps ask for.

export function createIngest(telemetry: Telemetry) {
  const environment = readEnvironment(environmentSchemas.ingest, process.env);
  const http = createHttpClient();
  const sqs = ask(SQS, http);
  const app = {
    ...createRouting(),
    clock: systemClock,
    telemetry,
    table: createDynamoDbTable(new DynamoDBClient({}), environment.TABLE_NAME),
    deliveries: createOutbox(sqs, environment.DELIVERIES_QUEUE_URL, randomUUID),
    enrichments: createOutbox(sqs, environment.ENRICHMENT_QUEUE_URL, randomUUID),
    accounts: environment.ALLOWED_ACCOUNTS,
    region: environment.REGION,
  } satisfies Partial<App>;
  return { app, edge: createEdge(environment, sqs, telemetry) };
}

export function createEnrich(telemetry: Telemetry) {
  const environment = readEnvironment(environmentSchemas.enrich, process.env);
  const http = createHttpClient();
  const sqs = ask(SQS, http);
  const app = {
    ...createRouting(),
    clock: systemClock,
    telemetry,
    table: createDynamoDbTable(new DynamoDBClient({}), environment.TABLE_NAME),
    deliveries: createOutbox(sqs, environment.DELIVERIES_QUEUE_URL, randomUUID),
    enrichments: createOutbox(sqs, environment.SOURCE_QUEUE_URL, randomUUID),
    ...createReaders({
      account: environment.ACCOUNT_ID,
      role: environment.READING_ROLE,
      http,
      variables: process.env,
      clock: systemClock,
    }),
    pipelineAnswers: createPipelineAnswers(systemClock),
    approvals: createApprovals(),
    peopleOf: createPeopleOf({
      http,
      secrets: createOwnSecrets(http, systemClock),
      slackApiUrl: environment.SLACK_API_URL ?? SLACK_API_URL,
    }),
    account: environment.ACCOUNT_ID,
  } satisfies Partial<App>;
  return { app, edge: createEdge(environment, sqs, telemetry) };
}

export function createDeliver(telemetry: Telemetry) {
  const environment = readEnvironment(environmentSchemas.deliver, process.env);
  const http = createHttpClient();
  const sqs = ask(SQS, http);
  const dynamodb = new DynamoDBClient({});
  const clock = createSharedClock();
  onAnsweredDate(dynamodb, clock.set);
  const channelClients = {
    http,
    secrets: createOwnSecrets(http, clock),
    topics: createTopics(new SNSClient({})),
    objects: createObjectStore(environment.ARCHIVE_BUCKET, { http, variables: process.env }),
    buses: createBuses(),
    stateMachines: createStateMachines(everywhere(http)),
    failureResponse: environment.FAILURE_RESPONSE_ARN ?? '',
    slackApiUrl: environment.SLACK_API_URL ?? SLACK_API_URL,
  };
  const app = {
    ...createRouting(),
    clock,
    telemetry,
    table: createDynamoDbTable(dynamodb, environment.TABLE_NAME),
    budgets: createBudgets(dynamodb, environment.TABLE_NAME, clock.nowMilliseconds),
    enrichments: createOutbox(sqs, environment.ENRICHMENT_QUEUE_URL, randomUUID),
    channelClients,
    account: environment.ACCOUNT_ID,
    owner: randomBytes(9).toString('base64url'),
  } satisfies Partial<App>;
  return { app, edge: createEdge(environment, sqs, telemetry) };
}

export function createSlack(telemetry: Telemetry) {
  const environment = readEnvironment(environmentSchemas.slack, process.env);
  const http = createHttpClient();
  const secrets = createOwnSecrets(http, systemClock);
  const names = slackSecrets(Settings.parse(__SIGNALBOX_SETTINGS__));
  return {
    clock: systemClock,
    telemetry,
    commands: createOutbox(ask(SQS, http), environment.COMMANDS_QUEUE_URL, randomUUID),
    signingKeys: createSigningKeys(names, { secrets, clock: systemClock, telemetry }),
    channelClients: { http, secrets, slackApiUrl: environment.SLACK_API_URL ?? SLACK_API_URL },
  };
}

export function createCommand(telemetry: Telemetry) {
  const environment = readEnvironment(environmentSchemas.command, process.env);
  const http = createHttpClient();
  const sqs = ask(SQS, http);
  const dynamodb = new DynamoDBClient({});
  const slack = {
    http,
    secrets: createOwnSecrets(http, systemClock),
    slackApiUrl: environment.SLACK_API_URL ?? SLACK_API_URL,
  };
  const app = {
    ...readRules(),
    clock: systemClock,
    telemetry,
    table: createDynamoDbTable(dynamodb, environment.TABLE_NAME),
    open: createOpenRecords(dynamodb, environment.TABLE_NAME),
    enrichments: createOutbox(sqs, environment.ENRICHMENT_QUEUE_URL, randomUUID),
    approvals: createApprovals(),
    tasks: createOwnTasks(http),
    pipelineControl: createPipelineControl(),
    objects: createObjectStore(environment.ARCHIVE_BUCKET, { http, variables: process.env }),
    peopleOf: createPeopleOf(slack),
    account: environment.ACCOUNT_ID,
    region: environment.REGION,
  } satisfies Partial<App>;
  return { app, edge: createEdge(environment, sqs, telemetry) };
}

/** Kept for the environment's life, since groups are remembered for minutes. */
function createPeopleOf(clients: Parameters<typeof openSlackApi>[1]): App['peopleOf'] {
  const known = new Map<string, SlackPeople>();
  return async (secret) => {
    const people =
      known.get(secret) ??
      createSlackPeople({ api: await openSlackApi(secret, clients), now: systemClock.now });
    known.set(secret, people);
    return people;
  };
}

export function createReconcile(telemetry: Telemetry) {
  const environment = readEnvironment(environmentSchemas.reconcile, process.env);
  const client = new DynamoDBClient({});
  const http = createHttpClient();
  return {
    ...createRouting(),
    clock: systemClock,
    telemetry,
    table: createDynamoDbTable(client, environment.TABLE_NAME),
    open: createOpenRecords(client, environment.TABLE_NAME),
    deliveries: createOutbox(ask(SQS, http), environment.DELIVERIES_QUEUE_URL, randomUUID),
    history: createExecutionHistory(),
    tasks: createOwnTasks(http),
    account: environment.ACCOUNT_ID,
  };
}

/** One try: after a lost answer the next one finds the task closed, and only who repeats the decision knows by whom. */
function createOwnTasks(http: HttpClient): App['tasks'] {
  return createTasks(createAwsJson(STEP_FUNCTIONS, { http, variables: process.env, attempts: 1 }));
}

function createOwnSecrets(http: HttpClient, clock: Clock) {
  return createSecrets(ask(SECRETS_MANAGER, http), clock);
}

/** A service in whichever Region. */
function everywhere(http: HttpClient) {
  return {
    json: (service: AwsService, region: string) =>
      createAwsJson(service, { http, variables: process.env, region }),
  };
}

function ask(service: AwsService, http: HttpClient) {
  return createAwsJson(service, { http, variables: process.env });
}

export function createApprovalRequest(telemetry: Telemetry) {
  const environment = readEnvironment(environmentSchemas['approval-request'], process.env);
  const http = createHttpClient();
  return {
    ...createRouting(),
    clock: systemClock,
    telemetry,
    table: createDynamoDbTable(new DynamoDBClient({}), environment.TABLE_NAME),
    deliveries: createOutbox(ask(SQS, http), environment.DELIVERIES_QUEUE_URL, randomUUID),
    account: environment.ACCOUNT_ID,
    region: environment.REGION,
  };
}

/** What every answer to CodePipeline needs, and nothing that settings could keep from being made. */
export function openJobEdge(telemetry: Telemetry): JobEdge {
  return { jobs: createJobs(), telemetry, random: Math.random };
}

export function createPipelineJob({ jobs, telemetry }: JobEdge) {
  const environment = readEnvironment(environmentSchemas['pipeline-job'], process.env);
  const http = createHttpClient();
  return {
    ...createRouting(),
    clock: systemClock,
    telemetry,
    table: createDynamoDbTable(new DynamoDBClient({}), environment.TABLE_NAME),
    deliveries: createOutbox(ask(SQS, http), environment.DELIVERIES_QUEUE_URL, randomUUID),
    jobs,
    alarms: createAlarms(ask(CLOUDWATCH, http)),
    stateMachines: createStateMachines(everywhere(http)),
    machines: readMachines(),
  } satisfies Partial<App>;
}

export function createArchive(telemetry: Telemetry) {
  const environment = readEnvironment(environmentSchemas.archive, process.env);
  const http = createHttpClient();
  const sqs = ask(SQS, http);
  const app = {
    telemetry,
    objects: createObjectStore(environment.ARCHIVE_BUCKET, { http, variables: process.env }),
  } satisfies Partial<App>;
  return { app, edge: createEdge(environment, sqs, telemetry) };
}

function createRouting(): Pick<App, 'rules' | 'destinations' | 'approvalRules' | 'controlRules'> {
  const settings = Settings.parse(__SIGNALBOX_SETTINGS__);
  return {
    ...toRules(settings),
    rules: withSnapshotRule(settings.routes),
    destinations: withSnapshots(openDestinations(settings)),
  };
}

/** Who may do what, without the channels. */
function readRules(): Rules {
  return toRules(Settings.parse(__SIGNALBOX_SETTINGS__));
}

function readMachines(): App['machines'] {
  const { jobs } = Settings.parse(__SIGNALBOX_SETTINGS__);
  return new Map(Object.entries(jobs?.stateMachines ?? {}));
}

type Rules = Pick<App, 'approvalRules' | 'controlRules'>;

function toRules({ approvals = [], controls = [] }: Settings): Rules {
  return { approvalRules: approvals, controlRules: controls };
}

interface EdgeEnvironment {
  readonly SOURCE_QUEUE_URL: string;
  readonly PARKING_QUEUE_URL: string;
}

function createEdge(
  { SOURCE_QUEUE_URL, PARKING_QUEUE_URL }: EdgeEnvironment,
  sqs: AwsJson,
  telemetry: Telemetry,
): QueueEdge {
  return {
    queues: createQueues(sqs, randomUUID),
    telemetry,
    sourceQueueUrl: SOURCE_QUEUE_URL,
    parkingQueueUrl: PARKING_QUEUE_URL,
    random: Math.random,
  };
}
