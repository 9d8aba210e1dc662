import type { Package } from '#infra/package.ts';

/** What stands in for AWS, with the packaged template deployed to it. */
export interface StandIn {
  readonly name: 'embedded' | 'emulator';
  readonly endpoint: string;
  /** Where the public address is, without its path. */
  readonly apiUrl: string;
  /** By logical id; `ref` is what Ref gives: a queue's URL, a table's or bucket's name. */
  readonly resources: ReadonlyMap<string, { readonly type: string; readonly ref: string }>;
  putSecret(name: string, value: string): Promise<void>;
  /** Puts an event of an AWS service on the default bus. Its id, time, account and Region may be put anew. */
  putEvent(event: Readonly<Record<string, unknown>>): Promise<void>;
  /** Invokes a function as CodePipeline does: nobody waits for it. */
  invokeAsync(functionName: string, event: object): Promise<void>;
  /** Lets state machines reach it too, where the stand-in takes a service of ours. */
  mountCodePipeline(handle: (operation: string, input: unknown) => Promise<unknown>): void;
  /** Makes a state machine that somebody would have in their account. */
  createStateMachine(name: string, definition: object): Promise<void>;
  /** What the functions wrote so far, a line each. */
  log(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface StandInOptions {
  readonly packaged: Package;
  /** Names of topics that are there before the stack is. */
  readonly topics: readonly string[];
  /** Variables that every function gets on top of the template's. */
  readonly functionEnvironment: Readonly<Record<string, string>>;
}

export type StartStandIn = (options: StandInOptions) => Promise<StandIn>;
