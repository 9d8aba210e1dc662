import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { ACCOUNT } from '../identity.ts';
import type { JsonService } from '../json-service.ts';
import { ServiceFault } from '../service-fault.ts';
import { type Execution, type ExecutionFacts, toExecutionArn } from './execution.ts';
import { assertName, type Machine } from './machine.ts';
import { StateError } from './state-error.ts';
import type { TaskTokens } from './task-tokens.ts';

interface World {
  /** By ARN. */
  readonly machines: ReadonlyMap<string, Machine>;
  /** By ARN, in the order of their starts. */
  readonly executions: ReadonlyMap<string, Execution>;
  readonly tokens: TaskTokens;
  readonly start: (machine: Machine, given: { readonly name: string; readonly input: string }) => Execution;
}

type Operation = (world: World, input: unknown) => unknown;

const MAX_DATA_BYTES = 256 * 1024;

const OfMachine = z.object({ stateMachineArn: z.string() });
const OfExecution = z.object({ executionArn: z.string() });
const OfTask = z.object({ taskToken: z.string().min(1).max(2048) });
const Reason = { error: z.string().max(256).optional(), cause: z.string().max(32_768).optional() };

const describeStateMachine = define(OfMachine, (world, { stateMachineArn }) => {
  const { arn, name, definition, createdAt } = getMachine(world, stateMachineArn);
  return {
    stateMachineArn: arn,
    name,
    status: 'ACTIVE',
    type: 'STANDARD',
    definition,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    creationDate: createdAt / 1000,
  };
});

const Start = OfMachine.extend({ name: z.string().optional(), input: z.string().default('{}') });

const startExecution = define(Start, (world, { stateMachineArn, name = randomUUID(), input }) => {
  const machine = getMachine(world, stateMachineArn);
  assertName(name);
  assertData(input, ['InvalidExecutionInput', 'Invalid State Machine Execution Input']);
  const known = world.executions.get(toExecutionArn(machine, name));
  if (known && !(known.facts.status === 'RUNNING' && known.facts.input === input))
    throw new ServiceFault('ExecutionAlreadyExists', `Execution Already Exists: '${known.facts.arn}'`);
  const { arn, startedAt } = (known ?? world.start(machine, { name, input })).facts;
  return { executionArn: arn, startDate: startedAt / 1000 };
});

const describeExecution = define(OfExecution, (world, { executionArn }) => {
  const { facts } = getExecution(world, executionArn);
  const { input, output, error, cause } = facts;
  const included = { included: true };
  return {
    ...toListed(facts),
    input,
    inputDetails: included,
    ...(output !== undefined && { output, outputDetails: included }),
    error,
    cause,
  };
});

const stopExecution = define(OfExecution.extend(Reason), (world, { executionArn, error, cause }) => {
  const execution = getExecution(world, executionArn);
  execution.finish({ status: 'ABORTED', ...(error && { error }), ...(cause && { cause }) });
  return { stopDate: toListed(execution.facts).stopDate };
});

const List = OfMachine.extend({
  statusFilter: z.string().optional(),
  maxResults: z.int().min(0).max(1000).default(0),
  nextToken: z.string().regex(/^\d+$/).default('0'),
});

const listExecutions = define(List, (world, { stateMachineArn, statusFilter, maxResults, nextToken }) => {
  const { arn } = getMachine(world, stateMachineArn);
  const found = [...world.executions.values()]
    .map(({ facts }) => facts)
    .filter(({ machineArn, status }) => machineArn === arn && (statusFilter ?? status) === status)
    .toReversed();
  const end = Number(nextToken) + (maxResults || 100);
  return {
    executions: found.slice(Number(nextToken), end).map(toListed),
    ...(end < found.length && { nextToken: String(end) }),
  };
});

const sendTaskSuccess = define(OfTask.extend({ output: z.string() }), ({ tokens }, { taskToken, output }) => {
  assertData(output, ['InvalidOutput', 'Invalid Output']);
  tokens.take(taskToken).succeed(JSON.parse(output));
});

const sendTaskFailure = define(OfTask.extend(Reason), ({ tokens }, { taskToken, error = '', cause = '' }) => {
  tokens.take(taskToken).fail(new StateError(error, cause));
});

const sendTaskHeartbeat = define(OfTask, ({ tokens }, { taskToken }) => tokens.get(taskToken).beat());

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['DescribeExecution', describeExecution],
  ['DescribeStateMachine', describeStateMachine],
  ['ListExecutions', listExecutions],
  ['SendTaskFailure', sendTaskFailure],
  ['SendTaskHeartbeat', sendTaskHeartbeat],
  ['SendTaskSuccess', sendTaskSuccess],
  ['StartExecution', startExecution],
  ['StopExecution', stopExecution],
]);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export function createService(world: World): JsonService {
  return async (operation, input) => {
    const run = OPERATIONS.get(operation);
    if (run) return run(world, input);
    throw new ServiceFault('NotImplemented', `The embedded AWS has no states ${operation}`, 501);
  };
}

function define<S extends z.ZodType>(
  schema: S,
  run: (world: World, input: z.infer<S>) => unknown,
): Operation {
  return (world, input) => run(world, schema.parse(input));
}

function getMachine({ machines }: World, given: string): Machine {
  // A version or an alias may stand at its end.
  const [, arn] = /^(arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[^:]+)(?::[^:]+)?$/.exec(given) ?? [];
  if (arn === undefined) throw new ServiceFault('InvalidArn', `Invalid Arn: '${given}'`);
  const machine = machines.get(arn);
  if (machine) return machine;
  throw new ServiceFault('StateMachineDoesNotExist', `State Machine Does Not Exist: '${given}'`);
}

function getExecution({ executions }: World, arn: string): Execution {
  if (!/^arn:[\w-]+:states:[\w-]+:\d{12}:execution:[^:]+:[^:]+$/.test(arn))
    throw new ServiceFault('InvalidArn', `Invalid Arn: '${arn}'`);
  const execution = executions.get(arn);
  if (execution) return execution;
  throw new ServiceFault('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

function toListed({ arn, machineArn, name, status, startedAt, stoppedAt }: ExecutionFacts) {
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: startedAt / 1000,
    ...(stoppedAt !== undefined && { stopDate: stoppedAt / 1000 }),
  };
}

function assertData(json: string, [code, message]: readonly [string, string]): void {
  if (Buffer.byteLength(json) > MAX_DATA_BYTES)
    throw new ServiceFault(code, `${message}: 'longer than ${MAX_DATA_BYTES} bytes'`);
  try {
    JSON.parse(json);
  } catch (error) {
    throw new ServiceFault(code, `${message}: '${String(error)}'`);
  }
}
