import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Call } from './call.ts';
import { createDynamoDb } from './dynamodb.ts';
import { createEventBus } from './events/bus.ts';
import { createFauxqs } from './fauxqs.ts';
import { type FrontDoor, type Intercept, openFrontDoor } from './front-door.ts';
import { REGION, sdkEnvironment } from './identity.ts';
import { waitUntilIdle } from './idle.ts';
import type { WiredResource } from './intrinsics.ts';
import type { Outcome } from './lambda/environment.ts';
import type { QueryService } from './query-service.ts';
import { findFunction, getFunction } from './resources/function.ts';
import type { Services } from './resources/kind.ts';
import { createSecretStore } from './secrets.ts';
import { ServiceFault } from './service-fault.ts';
import { createStepFunctions, type MachineDescription } from './step-functions/index.ts';
import { wireTemplate } from './wiring.ts';

const IDLE_TIMEOUT_MILLISECONDS = 60_000;

export interface EmbeddedAwsOptions {
  /** The packaged template, parsed: .serverless/cloudformation-template-update-stack.json. */
  readonly template: unknown;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Holds <name>/index.mjs for each function. */
  readonly bundleDirectory: string;
  /** Variables that every function gets on top of the template's. */
  readonly functionEnvironment?: Readonly<Record<string, string>>;
  /** Takes the functions' output line by line, each prefixed by the function's name, and what else there is to say. */
  readonly log?: (line: string) => void;
  /** Told of every request, before its service is. */
  readonly onCall?: (call: Call) => void;
  /** Stands between the functions and every service. */
  readonly intercept?: Intercept;
  /** Variables that one environment gets on top of all others, by its id: the function's name and a number. */
  readonly environmentVariables?: (environment: string) => Readonly<Record<string, string>>;
  /** How long a second of a state machine takes, in seconds: its waits, time-outs and times between retries. Default 1. */
  readonly timeScale?: number;
}

/** AWS in this process and its children, as far as the template needs it. */
export interface EmbeddedAws {
  /** One listener on 127.0.0.1 that serves every service. */
  readonly endpoint: string;
  /** Where the template's HTTP API is, without its path; undefined when there is none. */
  readonly apiUrl: string | undefined;
  /** Variables for SDK clients. */
  readonly environment: Readonly<Record<string, string>>;
  /** By logical id. */
  readonly resources: ReadonlyMap<string, WiredResource>;
  putSecret(name: string, value: string): void;
  /** Adds a state machine beside those of the template; gives its ARN. @throws ServiceFault for what cannot run here */
  createStateMachine(machine: MachineDescription): Promise<string>;
  /** Adds a service that speaks JSON with X-Amz-Target; an error it throws is answered with its name as the code. */
  mount(service: string, handle: (operation: string, input: unknown) => Promise<unknown>): void;
  /** Adds a service that takes forms and answers in XML. */
  mountQuery(service: string, serve: QueryService): void;
  /** Puts a whole event on the default bus; resolves when every matching target took it. */
  putEvent(event: Readonly<Record<string, unknown>>): Promise<void>;
  /** Invokes a function by its name, as its schedule would: no clock does so here. */
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  /**
   * Leaves an event with a function, as other services do: nobody waits, errors are retried. Rejects with
   * the code ResourceNotFoundException when there is no such function.
   */
  invokeAsync(functionName: string, event: unknown): Promise<void>;
  /** Ends the process of one environment at once, in the midst of what it does. */
  kill(environment: string): Promise<void>;
  /**
   * Resolves when no mapped queue holds visible, delayed or in-flight messages, no invocation runs, and state machines
   * have ended or wait for an answer or for time.
   */
  idle(options?: { readonly timeoutMilliseconds?: number }): Promise<void>;
  stop(): Promise<void>;
}

export async function startEmbeddedAws(options: EmbeddedAwsOptions): Promise<EmbeddedAws> {
  const door = await openFrontDoor(options.onCall, options.intercept);
  const services = await createServices(door, options);
  const close = async () => {
    services.states.stop();
    await stopFunctions(services);
    services.dynamodb.destroy();
    await Promise.all(services.apis.map((api) => api.close()));
    await door.close();
    await services.fauxqs.close();
  };
  const resources = await wireTemplate(options.template, options.parameters ?? {}, services).catch(
    async (error: unknown) => {
      await close();
      throw error;
    },
  );
  for (const mapping of services.mappings) mapping.start();

  let closed: Promise<void> | undefined;
  return {
    endpoint: door.endpoint,
    apiUrl: services.apis[0]?.url,
    environment: sdkEnvironment(door.endpoint),
    resources,
    putSecret: (name, value) => void services.secrets.put(name, value),
    createStateMachine: services.states.create,
    mount: (service, handle) => door.addJson(service, handle),
    mountQuery: door.addQuery,
    putEvent: services.bus.put,
    invoke: (name, event) => getFunction(name, services).host.invoke(event),
    invokeAsync: async (name, event) => leaveWith(name, event, services),
    kill: async (id) => {
      await Promise.all([...services.functions.values()].map(({ host }) => host.killOne(id)));
    },
    idle: ({ timeoutMilliseconds = IDLE_TIMEOUT_MILLISECONDS } = {}) =>
      waitUntilIdle(services, timeoutMilliseconds),
    stop: () => {
      closed ??= close();
      return closed;
    },
  };
}

function leaveWith(name: string, event: unknown, services: Services): void {
  const found = findFunction(name, services);
  if (!found) throw new ServiceFault('ResourceNotFoundException', `Function not found: ${name}`, 404);
  found.asynchronous.invoke(event);
}

async function createServices(door: FrontDoor, options: EmbeddedAwsOptions): Promise<Services> {
  const log = options.log ?? (() => {});
  const fauxqs = await createFauxqs(door.endpoint);
  const bus = createEventBus(log);
  const secrets = createSecretStore();
  const functions: Services['functions'] = new Map();
  const states = createStepFunctions({
    endpoint: door.endpoint,
    functions,
    timeScale: options.timeScale ?? 1,
    putEvent: bus.put,
    log,
  });
  door.add('dynamodb', createDynamoDb());
  for (const service of ['sqs', 'sns', 's3']) door.add(service, fauxqs.handle);
  door.addJson('events', bus.serve);
  door.addJson('secretsmanager', secrets.serve);
  door.addJson('states', states.serve);

  return {
    endpoint: door.endpoint,
    fauxqs,
    dynamodb: new DynamoDBClient({
      endpoint: door.endpoint,
      region: REGION,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
    bus,
    secrets,
    states,
    functions,
    mappings: [],
    apis: [],
    integrations: new Map(),
    schedules: [],
    bundleDirectory: options.bundleDirectory,
    functionEnvironment: options.functionEnvironment ?? {},
    environmentVariables: options.environmentVariables ?? (() => ({})),
    log,
  };
}

async function stopFunctions({ functions, mappings, schedules }: Services): Promise<void> {
  for (const schedule of schedules) clearInterval(schedule);
  for (const mapping of mappings) mapping.stop();
  for (const { asynchronous } of functions.values()) asynchronous.stop();
  await Promise.all([...functions.values()].map(({ host }) => host.stop()));
  await Promise.all(mappings.map((mapping) => mapping.stopped()));
}
