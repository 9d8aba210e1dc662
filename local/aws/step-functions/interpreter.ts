import type { StateMachine, StateMachineDefinition } from 'aws-local-stepfunctions';
import { mendPaths } from './paths.ts';

/** A compiled definition. */
export type Program = Pick<StateMachine, 'run'>;

/** The interpreter of the states language. */
export interface Interpreter {
  /** @throws an Error that lists what is wrong */
  assertValid(definition: StateMachineDefinition): void;
  /** Of a definition that definition.ts has prepared. */
  compile(definition: StateMachineDefinition): Program;
  readonly timeouts: Timeouts;
}

/** Errors of the interpreter's own kind: States.TaskFailed takes every other one, but not these, as on AWS. */
export interface Timeouts {
  readonly task: unknown;
  readonly heartbeat: unknown;
}

let loaded: Promise<Interpreter> | undefined;

/** Loaded late: with the client of Lambda that it brings, it takes longer than all the rest of the embedded AWS. */
export function loadInterpreter(): Promise<Interpreter> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Interpreter> {
  await mendPaths();
  const { StateMachine } = await import('aws-local-stepfunctions');
  const compile = (definition: StateMachineDefinition) =>
    new StateMachine(definition, { validationOptions: { noValidate: true } });
  return {
    // Its grammar of paths lacks what AWS takes: != in a filter.
    assertValid: (definition) =>
      void new StateMachine(definition, { validationOptions: { checkPaths: false } }),
    compile,
    timeouts: await provokeTimeouts(compile),
  };
}

const LATE: StateMachineDefinition = {
  StartAt: 'Late',
  States: { Late: { Type: 'Task', Resource: 'late', TimeoutSeconds: 0.001, End: true } },
};

// The class of the error is not exported; a task that is late gives one.
async function provokeTimeouts(compile: Interpreter['compile']): Promise<Timeouts> {
  const never = () => new Promise<null>(() => {});
  const { result } = compile(LATE).run({}, { overrides: { taskResourceLocalHandlers: { Late: never } } });
  const task: unknown = await result.catch((error: unknown) =>
    error instanceof Error ? error.cause : error,
  );
  if (!(task instanceof Error)) throw new Error('The interpreter has no error for a task that is late');
  const name = { value: 'States.HeartbeatTimeout' };
  return { task, heartbeat: Object.create(task, { name, message: name }) };
}
