import type { AwsServices } from '#shared/clients/aws-services.ts';
import type { Facts } from '#shared/domain/facts.ts';
import type { ActionConfigurations } from './action-configuration.ts';

/** An action that failed, as the record tells. */
export interface FailedAction {
  readonly account: string;
  /** Of the action, which may be another than the pipeline's. */
  readonly region: string;
  readonly pipelineRegion: string;
  readonly pipeline: string;
  readonly executionId: string;
  readonly stage: string;
  readonly action: string;
  /** Epoch seconds: the first failure of its attempt. */
  readonly failedAt: number;
  readonly facts: Facts;
}

/** What a service tells of a failure beyond the event. Text from outside: it is cleaned and cut where it becomes facts. */
export interface Diagnosis {
  /** Why, in the service's words: replaces the event's own summary. */
  readonly why?: string | undefined;
  /** In which part of its work: a phase, a lifecycle event, a resource. */
  readonly failedAt?: string | undefined;
  /** Of test reports: '3 of 120 failed: checkout adds tax, …'. */
  readonly tests?: string | undefined;
  /** The page where it can be seen. */
  readonly url?: string | undefined;
  /** The end of its log, a line each, oldest first, as it is; only when asked for. */
  readonly log?: readonly string[] | undefined;
  /** Why parts of it could not be had: each costs its own facts, never the others. */
  readonly missed?: readonly unknown[];
}

/** One per kind of action whose service can be asked why. */
export interface Diagnostician {
  /** Ids of shared/providers/. */
  readonly providers: readonly string[];
  /** What the role of `enrich` needs for it, and nothing else does. */
  readonly needs: readonly Need[];
  /** Undefined: the service knows no more. @throws errors of AwsServices; zod's, when an answer is not what it should be */
  diagnose(failed: FailedAction, asking: Asking): Promise<Diagnosis | undefined>;
}

export interface Asking {
  readonly services: AwsServices;
  /** What the actions were told to do, for what events do not tell. */
  readonly configurations: ActionConfigurations;
  /** Whether anybody may see log lines: without that they are not even fetched. */
  readonly wantsLog: boolean;
}

export interface Need {
  readonly actions: readonly string[];
  /** ARNs with ${AWS::Partition} and ${AWS::AccountId}; '*' where IAM knows no resource. */
  readonly resources: readonly string[];
  /** Why the resource is no narrower. */
  readonly reason: string;
  /** Needed for log lines alone: only where a destination shows them. */
  readonly isForLog?: true;
}
