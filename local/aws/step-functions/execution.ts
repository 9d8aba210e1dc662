import type { RunOptions } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { toArn } from '../identity.ts';
import type { Clock } from './clock.ts';
import { WAIT } from './definition.ts';
import type { Machine } from './machine.ts';
import { StateError, toFailure } from './state-error.ts';
import { runTask, runWait, type TaskSurroundings } from './task-run.ts';
import type { TaskTokens } from './task-tokens.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

interface Outcome {
  readonly status: ExecutionStatus;
  /** JSON, of one that succeeded. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** What is known of an execution. Times are in milliseconds. */
export interface ExecutionFacts extends Outcome {
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  /** JSON. */
  readonly input: string;
  readonly startedAt: number;
  readonly stoppedAt?: number;
}

interface Start {
  readonly name: string;
  readonly input: string;
}

interface Surroundings {
  readonly clock: Clock;
  readonly tokens: TaskTokens;
  /** Told of every status, RUNNING included, of one after the other. */
  readonly tell: (facts: ExecutionFacts) => Promise<void>;
}

type Json = z.infer<ReturnType<typeof z.json>>;

/** One run of a state machine. */
export class Execution {
  readonly #machine: Machine;
  readonly #tell: Surroundings['tell'];
  readonly #tasks: TaskSurroundings;
  readonly #end = new AbortController();
  #facts: ExecutionFacts;
  #told = Promise.resolve();
  #endTimeout = () => {};

  constructor(machine: Machine, start: Start, { clock, tokens, tell }: Surroundings) {
    this.#machine = machine;
    this.#tell = tell;
    const { timeouts } = machine;
    const tally = { working: 0, waiting: 0 };
    this.#tasks = { clock, tokens, timeouts, tally, signal: this.#end.signal };
    this.#facts = {
      ...start,
      arn: toExecutionArn(machine, start.name),
      machineArn: machine.arn,
      status: 'RUNNING',
      startedAt: Date.now(),
    };
  }

  get facts(): ExecutionFacts {
    return this.#facts;
  }

  /** Whether it gets on by itself, instead of waiting for an answer or for time. */
  get isBusy(): boolean {
    const { working, waiting } = this.#tasks.tally;
    return this.#facts.status === 'RUNNING' && (working > 0 || waiting === 0);
  }

  begin(): void {
    const { program, timeoutSeconds } = this.#machine;
    this.#announce();
    if (timeoutSeconds !== undefined)
      this.#endTimeout = this.#tasks.clock.after(timeoutSeconds, () => this.finish({ status: 'TIMED_OUT' }));
    const run = program.run(JSON.parse(this.#facts.input), this.#options());
    this.#end.signal.addEventListener('abort', run.abort);
    void run.result.then(
      (output) => this.finish({ status: 'SUCCEEDED', output: JSON.stringify(output) }),
      (error: unknown) => this.finish({ status: 'FAILED', ...toFailure(error) }),
    );
  }

  /** Does nothing when it is over. */
  finish(outcome: Outcome): void {
    if (this.#end.signal.aborted) return;
    this.#facts = { ...this.#facts, ...outcome, stoppedAt: Date.now() };
    this.halt();
    this.#announce();
  }

  /** Ends its timers and tasks, and tells nobody. */
  halt(): void {
    this.#endTimeout();
    this.#end.abort(new StateError('States.Runtime', 'The execution is over'));
  }

  #announce(): void {
    const facts = this.#facts;
    this.#told = this.#told.then(() => this.#tell(facts));
  }

  #options(): RunOptions {
    const { name, arn, tasks, moment } = this.#machine;
    const handlers = [...tasks].map(([state, resource]) => [
      state,
      (given: unknown) => this.#perform(resource, given),
    ]);
    return {
      overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) },
      context: {
        Execution: { Id: this.#facts.arn, Name: this.#facts.name, RedriveCount: 0 },
        StateMachine: { Id: arn, Name: name },
        ...moment,
      },
    };
  }

  async #perform(resource: string, given: unknown): Promise<Json> {
    try {
      const result = await (resource === WAIT
        ? runWait(given, this.#tasks)
        : runTask(given, this.#machine.callOf(resource), this.#tasks));
      return JSON.parse(JSON.stringify(result ?? null));
    } catch (error) {
      throw toStateError(error);
    }
  }
}

export function toExecutionArn(machine: Pick<Machine, 'name'>, name: string): string {
  return toArn('states', `execution:${machine.name}:${name}`);
}

// Errors of states, ours and the interpreter's, say whether they may be retried; all else is a mistake in the definition or a bug.
function toStateError(error: unknown): unknown {
  if (error instanceof Error && 'isRetryable' in error) return error;
  const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
  return new StateError('States.Runtime', reason);
}
