import { Environment, type Outcome } from './environment.ts';
import type { FunctionSettings } from './settings.ts';

const TRACE_LINES_SHOWN = 6;

/** Runs one function in as many environments as it has invocations at a time. */
export class FunctionHost {
  readonly settings: FunctionSettings;
  readonly #log: (line: string) => void;
  readonly #idle: Environment[] = [];
  readonly #all = new Map<string, Environment>();
  readonly #variablesOf: (id: string) => Readonly<Record<string, string>>;
  #created = 0;
  #running = 0;
  #isStopped = false;

  /** @param variablesOf gives what only the environment with that id has; ids are the function's name and a number */
  constructor(
    settings: FunctionSettings,
    log: (line: string) => void,
    variablesOf: (id: string) => Readonly<Record<string, string>> = () => ({}),
  ) {
    this.settings = settings;
    this.#variablesOf = variablesOf;
    this.#log = (line) => log(`${settings.name}: ${line}`);
  }

  /** Invocations under way. */
  get running(): number {
    return this.#running;
  }

  /** Processes that live, busy or not. */
  get pids(): readonly number[] {
    return [...this.#all.values()].flatMap(({ pid }) => pid ?? []);
  }

  /** Runs the function; what it does wrong is in the outcome and in the log, never thrown. */
  async invoke(payload: unknown): Promise<Outcome> {
    if (this.#isStopped) return { ok: false, type: 'Stopped', message: 'The host is stopped', trace: [] };
    const environment = this.#takeEnvironment();
    this.#running += 1;
    const outcome = await environment.invoke(payload);
    this.#running -= 1;
    if (environment.isAlive) this.#idle.push(environment);
    if (!outcome.ok && !this.#isStopped) this.#report(outcome);
    return outcome;
  }

  /** Ends every environment at once, in the midst of what it does; the next invocation starts a new one. */
  async kill(): Promise<void> {
    this.#idle.length = 0;
    await Promise.all([...this.#all.values()].map((environment) => environment.kill()));
  }

  /** The same for one of them; the others go on. */
  async killOne(id: string): Promise<void> {
    await this.#all.get(id)?.kill();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.kill();
  }

  // The one used last is the warmest; Lambda does the same, so that the others can go.
  #takeEnvironment(): Environment {
    const environment = this.#idle.pop();
    if (!environment) return this.#createEnvironment();
    return environment.isAlive ? environment : this.#takeEnvironment();
  }

  #createEnvironment(): Environment {
    this.#created += 1;
    const id = `${this.settings.name}-${this.#created}`;
    const variables = { ...this.settings.environment, ...this.#variablesOf(id) };
    const environment = new Environment({ ...this.settings, environment: variables }, this.#log);
    this.#all.set(id, environment);
    void environment.exited.then(() => this.#all.delete(id));
    return environment;
  }

  #report({ type, message, trace }: Extract<Outcome, { ok: false }>): void {
    this.#log(`invocation failed: ${type}: ${message}`);
    for (const line of trace.slice(1, 1 + TRACE_LINES_SHOWN)) this.#log(`  ${line.trim()}`);
  }
}
