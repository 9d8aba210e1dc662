import type { Event } from '../events/delivery.ts';
import type { JsonService } from '../json-service.ts';
import { ServiceFault } from '../service-fault.ts';
import { Clock } from './clock.ts';
import { Execution, type ExecutionFacts } from './execution.ts';
import { createMachine, type Machine, type MachineDescription } from './machine.ts';
import { createService } from './operations.ts';
import { statusEvent } from './status-event.ts';
import { TaskTokens } from './task-tokens.ts';
import type { TaskServices } from './tasks/index.ts';

export type { MachineDescription } from './machine.ts';

interface StepFunctionsOptions extends TaskServices {
  /** What a second of a Wait, a time-out or a retry takes, in seconds. */
  readonly timeScale: number;
  readonly putEvent: (event: Event) => Promise<void>;
  readonly log: (line: string) => void;
}

/**
 * Standard state machines. What differs from AWS, beside what a definition is refused for (definition.ts):
 *
 * - Backslashes vanish from what a States.* function gives, so States.JsonToString breaks quoted text. Objects may
 *   stand in a MessageBody, a Message or a Payload as they are.
 * - `$$.State` and `$$.Task` are there in Parameters and ItemSelector only, and without RetryCount; `$$.Map` in
 *   ItemSelector only. Inside a Map or a Parallel, `$$.Execution.Input` is what went in there.
 * - A Pass passes on its input for a Result of null, false, 0 or "". ErrorPath and CausePath are paths, not functions.
 *   ResultPath is spelled with dots. StringMatches takes ?, [ and { for wildcards too.
 * - When a branch fails and the machine goes on, tasks of the other branches wait until the execution is over.
 * - A missed heartbeat is States.HeartbeatTimeout; AWS says States.Timeout where nothing catches it.
 * - An error that its service does not declare has its code; AWS says `CodePipeline.CodePipelineException`.
 */
export interface StepFunctions {
  /** Gives the ARN. @throws ServiceFault InvalidName, InvalidDefinition, StateMachineAlreadyExists */
  create(machine: MachineDescription): Promise<string>;
  readonly serve: JsonService;
  /** Executions under way; those that only wait, for an answer by token or for time, do not count. */
  busy(): number;
  /** Ends all executions where they are; none is told of. */
  stop(): void;
}

export function createStepFunctions(options: StepFunctionsOptions): StepFunctions {
  const clock = new Clock(options.timeScale);
  const tokens = new TaskTokens();
  const machines = new Map<string, Machine>();
  const executions = new Map<string, Execution>();
  const tell = createTeller(options);
  let isStopped = false;

  function start(machine: Machine, given: { readonly name: string; readonly input: string }): Execution {
    if (isStopped) throw new ServiceFault('ServiceUnavailable', 'The embedded AWS is stopping', 503);
    const execution = new Execution(machine, given, { clock, tokens, tell });
    executions.set(execution.facts.arn, execution);
    execution.begin();
    return execution;
  }

  return {
    async create(description) {
      const machine = await createMachine(description, { ...options, tokens, scale: clock.scale });
      if (machines.has(machine.arn))
        throw new ServiceFault('StateMachineAlreadyExists', `State Machine Already Exists: '${machine.arn}'`);
      machines.set(machine.arn, machine);
      return machine.arn;
    },
    serve: createService({ machines, executions, tokens, start }),
    busy: () => [...executions.values()].filter(({ isBusy }) => isBusy).length,
    stop: () => {
      isStopped = true;
      for (const execution of executions.values()) execution.halt();
    },
  };
}

/** Puts a change of status on the bus, and tells of failures. */
function createTeller({ putEvent, log }: StepFunctionsOptions): (facts: ExecutionFacts) => Promise<void> {
  return async (facts) => {
    const { arn, status, error = '', cause = '' } = facts;
    if (status !== 'RUNNING' && status !== 'SUCCEEDED')
      log(`states: ${arn.replace(/^.*:execution:/, '')} ${status} ${error} ${cause}`.trim());
    try {
      await putEvent(statusEvent(facts));
    } catch (lost) {
      log(`states: the event of ${facts.arn} was lost: ${String(lost)}`);
    }
  };
}
