import type { Facts } from './facts.ts';

export interface ExecutionIdentity {
  readonly account: string;
  readonly region: string;
  readonly pipeline: string;
  readonly executionId: string;
}

/** What a source yields: something that happened to an execution, a stage of it or an action of it. */
export interface PipelineEvent {
  readonly execution: ExecutionIdentity;
  /** Undefined for the pipeline itself; '' when a stage or action event does not name its stage. */
  readonly stage?: string;
  readonly action?: string;
  /** As AWS spells it (STARTED, FAILED, …); words that are not known yet are kept. */
  readonly state: string;
  /** Epoch seconds. CodePipeline's events have no finer resolution. */
  readonly time: number;
  /** pipeline-execution-attempt; absent on old events. */
  readonly attempt?: number;
  /** Told apart by it when there is no attempt. */
  readonly actionExecutionId?: string;
  readonly facts: Facts;
}

/** The record's key in the table, in queue entries, in message metadata: readable, and unique over accounts and regions. */
export function toRecordKey(identity: ExecutionIdentity): string {
  const parts = [identity.account, identity.region, identity.pipeline, identity.executionId];
  return ['execution', ...parts.map(encodeURIComponent)].join('/');
}

/** Of what is kept of a pipeline as a whole, by kind. */
export function toPipelineKey(
  kind: 'pipeline' | 'silence',
  { account, region, pipeline }: Omit<ExecutionIdentity, 'executionId'>,
): string {
  return [kind, ...[account, region, pipeline].map(encodeURIComponent)].join('/');
}

export function parseRecordKey(key: string): ExecutionIdentity | undefined {
  const [kind, account, region, pipeline, executionId] = decodeParts(key);
  if (kind !== 'execution' || account === undefined || region === undefined) return undefined;
  if (pipeline === undefined || executionId === undefined) return undefined;
  return { account, region, pipeline, executionId };
}

/** Nothing for a key that we cannot have written. */
function decodeParts(key: string): readonly string[] {
  try {
    return key.split('/').map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return [];
    throw error;
  }
}
