import { randomBytes } from 'node:crypto';
import { ServiceFault } from '../service-fault.ts';

const PREFIX = 'AQ';
const TOKEN = /^AQ[\w-]{64}$/;

/** A task that waits for its answer. */
export interface OpenTask {
  succeed(output: unknown): void;
  fail(error: Error): void;
  beat(): void;
}

/** The tasks of all executions that wait with a token. */
export class TaskTokens {
  /** Without a task: it has its answer, timed out, or its execution is over. */
  readonly #tasks = new Map<string, OpenTask | undefined>();

  issue(): string {
    return `${PREFIX}${randomBytes(48).toString('base64url')}`;
  }

  open(token: string, task: OpenTask): void {
    this.#tasks.set(token, task);
  }

  close(token: string): void {
    this.#tasks.set(token, undefined);
  }

  /** Closes the task and gives it. @throws as get does */
  take(token: string): OpenTask {
    const task = this.get(token);
    this.close(token);
    return task;
  }

  /** @throws ServiceFault: InvalidToken, TaskDoesNotExist (of another process), TaskTimedOut (nobody waits any more) */
  get(token: string): OpenTask {
    if (!TOKEN.test(token)) throw new ServiceFault('InvalidToken', "Invalid Token: 'Invalid token'");
    if (!this.#tasks.has(token))
      throw new ServiceFault('TaskDoesNotExist', "Task does not exist: 'Provided task does not exist'");
    const task = this.#tasks.get(token);
    if (task) return task;
    throw new ServiceFault('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  }
}
