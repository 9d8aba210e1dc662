import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { toArn } from '../identity.ts';
import { ServiceFault } from '../service-fault.ts';
import { type Prepared, prepareDefinition } from './definition.ts';
import { type Interpreter, loadInterpreter, type Program, type Timeouts } from './interpreter.ts';
import type { TaskTokens } from './task-tokens.ts';
import { createTaskCalls, type TaskCall, type TaskServices } from './tasks/index.ts';

export interface Machine extends Omit<Prepared, 'definition'> {
  readonly arn: string;
  readonly name: string;
  /** JSON. */
  readonly definition: string;
  readonly createdAt: number;
  readonly program: Program;
  readonly timeouts: Timeouts;
  callOf(resource: string): TaskCall;
}

export interface MachineDescription {
  readonly name: string;
  /** Of the Amazon States Language, as an object or as JSON. */
  readonly definition: unknown;
}

const NAME = /^[\w-]{1,80}$/;

/** @throws ServiceFault InvalidName, InvalidDefinition */
export async function createMachine(
  { name, definition }: MachineDescription,
  { tokens, scale, ...services }: TaskServices & { readonly tokens: TaskTokens; readonly scale: number },
): Promise<Machine> {
  assertName(name);
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const { assertValid, compile, timeouts } = await loadInterpreter();
  const parsed = parseDefinition(text, assertValid);
  const { definition: prepared, ...rest } = prepareDefinition(parsed, { scale, issueToken: tokens.issue });
  return {
    arn: toArn('states', `stateMachine:${name}`),
    name,
    definition: text,
    createdAt: Date.now(),
    program: compile(prepared),
    timeouts,
    ...rest,
    callOf: createTaskCalls(services, name),
  };
}

/** @throws ServiceFault InvalidName, of a machine and of an execution */
export function assertName(name: string): void {
  if (!NAME.test(name)) throw new ServiceFault('InvalidName', `Invalid Name: '${name}'`);
}

function parseDefinition(text: string, assertValid: Interpreter['assertValid']): StateMachineDefinition {
  try {
    const definition = JSON.parse(text);
    assertValid(definition);
    return definition;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ServiceFault('InvalidDefinition', `Invalid State Machine Definition: '${reason}'`);
  }
}
