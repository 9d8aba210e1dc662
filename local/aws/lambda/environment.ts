import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openRuntimeApi, type ReportedError, type RuntimeApi } from './runtime-api.ts';
import type { FunctionSettings } from './settings.ts';

const RUNTIME_CLIENT = fileURLToPath(new URL('./runtime-client.js', import.meta.url));

// Lambda allows an environment ten seconds to initialize.
const INIT_LIMIT_MILLISECONDS = 10_000;

export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly type: string;
      readonly message: string;
      readonly trace: readonly string[];
    };

interface Running {
  readonly id: string;
  readonly payload: string;
  readonly finish: (outcome: Outcome) => void;
}

/** One Lambda environment: a process that runs one invocation at a time, until it dies or is killed. */
export class Environment {
  readonly #settings: FunctionSettings;
  readonly #log: (line: string) => void;
  readonly #exited = Promise.withResolvers<void>();
  #api: RuntimeApi | undefined;
  #process: ChildProcess | undefined;
  #isReady = false;
  #isDead = false;
  #running: Running | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: FunctionSettings, log: (line: string) => void) {
    this.#settings = settings;
    this.#log = log;
  }

  get isAlive(): boolean {
    return !this.#isDead;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Resolves when the process is gone. */
  get exited(): Promise<void> {
    return this.#exited.promise;
  }

  /** Starts the process if need be and runs one invocation in it. */
  async invoke(payload: unknown): Promise<Outcome> {
    const outcome = Promise.withResolvers<Outcome>();
    this.#running = { id: randomUUID(), payload: JSON.stringify(payload), finish: outcome.resolve };
    if (!this.#api) await this.#start();
    if (this.#isReady) this.#handOver();
    return outcome.promise;
  }

  /** Ends the process at once, whatever it does; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#isDead = true;
    if (this.#process) this.#process.kill('SIGKILL');
    else this.#die('was stopped');
    await this.exited;
  }

  async #start(): Promise<void> {
    this.#api = await openRuntimeApi({
      ready: () => {
        this.#isReady = true;
        if (this.#running) this.#handOver();
      },
      responded: (id, body) => this.#finish(id, toOutcome(body)),
      failed: (id, error) => this.#finish(id, toFailure(error)),
      couldNotStart: (error) => {
        this.#isDead = true;
        this.#finish(this.#running?.id, toFailure(error));
      },
    });
    if (this.#isDead) {
      this.#api.close();
      return;
    }
    this.#spawn(this.#api.address);
    this.#setDeadline(INIT_LIMIT_MILLISECONDS, 'initializing');
  }

  #spawn(api: string): void {
    const env = { ...this.#settings.environment, AWS_LAMBDA_RUNTIME_API: api };
    const child = spawn(process.execPath, [RUNTIME_CLIENT], { env, stdio: 'pipe' });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => this.#log(line));
    child.on('error', (error) => this.#die(`could not be started: ${error.message}`));
    // 'close' comes after the last line of output, 'exit' may come before it.
    child.on('close', (code, signal) =>
      this.#die(signal ? `was ended by ${signal}` : `exited with code ${code}`),
    );
  }

  #handOver(): void {
    if (!this.#running || this.#isDead) return;
    const { id, payload } = this.#running;
    const limit = this.#settings.timeoutSeconds * 1000;
    this.#isReady = false;
    this.#setDeadline(limit, 'running');
    this.#api?.offer({ id, payload, arn: this.#settings.arn, deadline: Date.now() + limit });
  }

  #setDeadline(milliseconds: number, doing: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const message = `Task timed out after ${(milliseconds / 1000).toFixed(2)} seconds (${doing})`;
      this.#finish(this.#running?.id, { ok: false, type: 'Sandbox.Timedout', message, trace: [] });
      this.#isDead = true;
      this.#process?.kill('SIGKILL');
    }, milliseconds);
  }

  #finish(id: string | undefined, outcome: Outcome): void {
    if (!this.#running || this.#running.id !== id) return;
    clearTimeout(this.#timer);
    const { finish } = this.#running;
    this.#running = undefined;
    finish(outcome);
  }

  #die(how: string): void {
    if (!this.#isDead && !this.#running) this.#log(`the process ${how} between invocations`);
    this.#isDead = true;
    clearTimeout(this.#timer);
    this.#api?.close();
    const message = `The process ${how}`;
    this.#finish(this.#running?.id, { ok: false, type: 'Runtime.ExitError', message, trace: [] });
    this.#exited.resolve();
  }
}

function toOutcome(body: string): Outcome {
  try {
    return { ok: true, value: JSON.parse(body) };
  } catch {
    const message = `The response is not JSON: ${body.slice(0, 200)}`;
    return { ok: false, type: 'Runtime.MarshalError', message, trace: [] };
  }
}

function toFailure({ errorType, errorMessage, trace }: ReportedError): Outcome {
  return { ok: false, type: errorType, message: errorMessage, trace };
}
