import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ACCOUNT, REGION, sdkEnvironment } from '#local/aws/identity.ts';
import { openRuntimeApi, type RuntimeApi } from '#local/aws/lambda/runtime-api.ts';
import { now } from './now.ts';
import { type StandInAddresses, TABLE_NAME } from './stand-in-client.ts';

const MAX_SAID = 4000;

/** The program that stands between the Runtime API and a handler. */
export interface RuntimeClient {
  readonly name: string;
  readonly arguments: readonly string[];
}

export const OWN_CLIENT: RuntimeClient = {
  name: 'our runtime client',
  arguments: [fileURLToPath(import.meta.resolve('#local/aws/lambda/runtime-client.js'))],
};

export interface LambdaProcessOptions {
  readonly client: RuntimeClient;
  /** Folder and file of the handler: `<taskRoot>/<file>.mjs`. */
  readonly taskRoot: string;
  readonly file: string;
  readonly addresses: StandInAddresses;
  /** As configured for the function, in MB. */
  readonly memory: number;
  readonly variables?: Readonly<Record<string, string>>;
}

/** One Lambda environment as a process, and when it did what. */
export class LambdaProcess {
  readonly startedAt: number;
  readyAt = 0;
  readonly #child: ChildProcess;
  readonly #api: RuntimeApi;
  readonly #exit: Promise<unknown>;
  #said = '';
  #ready = Promise.withResolvers<void>();
  #answer = Promise.withResolvers<unknown>();

  static async start(options: LambdaProcessOptions): Promise<LambdaProcess> {
    let lambda: LambdaProcess | undefined;
    const tell = (what: (it: LambdaProcess) => void) => {
      if (lambda !== undefined) what(lambda);
    };
    const api = await openRuntimeApi({
      ready: () => tell((it) => it.#isReady()),
      responded: (_id, body) => tell((it) => it.#answer.resolve(JSON.parse(body))),
      failed: (_id, error) => tell((it) => it.#fail(error.errorMessage)),
      couldNotStart: (error) => tell((it) => it.#fail(error.errorMessage)),
    });
    lambda = new LambdaProcess(api, options);
    return lambda;
  }

  private constructor(
    api: RuntimeApi,
    { client, taskRoot, file, addresses, memory, variables }: LambdaProcessOptions,
  ) {
    this.#api = api;
    const env = {
      ...(process.env['PATH'] && { PATH: process.env['PATH'] }),
      ...sdkEnvironment(addresses.aws),
      ...functionVariables(addresses),
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
      ...variables,
      _HANDLER: `${file}.handler`,
      LAMBDA_TASK_ROOT: taskRoot,
      AWS_LAMBDA_RUNTIME_API: api.address,
    };
    this.startedAt = now();
    this.#child = spawn(process.execPath, [...heapFlags(memory), ...client.arguments], {
      env,
      stdio: 'pipe',
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#said = `${this.#said}${chunk}`.slice(-MAX_SAID);
      });
    this.#exit = once(this.#child, 'exit').then(() => this.#fail('the process ended'));
  }

  /** Runs one invocation, as soon as the process is ready. @throws what the handler threw */
  async invoke(payload: unknown): Promise<unknown> {
    await Promise.race([this.#ready.promise, this.#answer.promise]);
    this.#ready = Promise.withResolvers();
    const id = randomUUID();
    const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:bench`;
    this.#api.offer({ id, arn, payload: JSON.stringify(payload), deadline: Date.now() + 30_000 });
    const answer = await this.#answer.promise;
    this.#answer = Promise.withResolvers();
    return answer;
  }

  /** CPU milliseconds of all threads so far; undefined where the system does not tell. */
  get cpuMilliseconds(): number | undefined {
    const tasks = `/proc/${this.#child.pid}/task`;
    if (!existsSync(`${tasks}/${this.#child.pid}/schedstat`)) return undefined;
    const nanoseconds = readdirSync(tasks).map((thread) =>
      Number(readFileSync(`${tasks}/${thread}/schedstat`, 'utf8').split(' ')[0]),
    );
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
  }

  /** Bytes in memory at the highest so far; undefined where the system does not tell. */
  get peakBytes(): number | undefined {
    const status = `/proc/${this.#child.pid}/status`;
    if (!existsSync(status)) return undefined;
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  }

  /** The end of what it logged. */
  get said(): string {
    return this.#said;
  }

  async stop(): Promise<void> {
    this.#answer.promise.catch(() => {});
    this.#child.kill('SIGKILL');
    await this.#exit;
    this.#api.close();
  }

  #isReady(): void {
    if (this.readyAt === 0) this.readyAt = now();
    this.#ready.resolve();
  }

  #fail(message: string): void {
    this.#answer.reject(new Error(`${message}\n${this.#said}`));
  }
}

/** The heap as Lambda's runtime for Node.js sets it: 5 % of the memory for new objects, 90 % for old ones. */
function heapFlags(memory: number): readonly string[] {
  return [
    `--max-semi-space-size=${Math.floor(memory * 0.05)}`,
    `--max-old-space-size=${Math.floor(memory * 0.9)}`,
  ];
}

/** Every variable of every function: none minds those of the others. */
function functionVariables({ aws, slack }: StandInAddresses): Readonly<Record<string, string>> {
  const queue = (name: string) => `${aws}/${ACCOUNT}/${name}`;
  return {
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'bench',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/bench',
    AWS_LAMBDA_LOG_STREAM_NAME: 'bench',
    POWERTOOLS_SERVICE_NAME: 'signalbox-bench',
    POWERTOOLS_METRICS_NAMESPACE: 'Signalbox',
    POWERTOOLS_LOG_LEVEL: 'INFO',
    TABLE_NAME,
    SOURCE_QUEUE_URL: queue('source'),
    PARKING_QUEUE_URL: queue('parking'),
    DELIVERIES_QUEUE_URL: queue('deliveries.fifo'),
    ENRICHMENT_QUEUE_URL: queue('enrichment'),
    COMMANDS_QUEUE_URL: queue('commands'),
    ALLOWED_ACCOUNTS: ACCOUNT,
    REGION: 'eu-west-1',
    ACCOUNT_ID: ACCOUNT,
    ARCHIVE_BUCKET: 'archive',
    SLACK_API_URL: `${slack}/api`,
  };
}
