import type { Diagnosis } from './diagnosis.ts';

/** What will happen in an execution, as data. */
export interface Plan {
  readonly commit: Commit;
  /** By 'Stage/Action': how its first run goes, its second, …; the last entry stands for all later runs. */
  readonly behaviors?: Readonly<Record<string, readonly Behavior[]>>;
  readonly interventions?: readonly Intervention[];
}

export interface Commit {
  /** 40 hexadecimal digits. */
  readonly id: string;
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly branch: string;
  /** owner/name */
  readonly repository: string;
  readonly host: 'GitHub' | 'GitLab' | 'Bitbucket' | 'CodeCommit';
}

/** One run of an action. An approval has none, nor has a Lambda action: they end by an answer, or by a time-out. */
export interface Behavior {
  readonly milliseconds: number;
  readonly outcome: 'SUCCEEDED' | 'FAILED';
  /** What the provider says about it. Default: what such a provider usually says. */
  readonly summary?: string;
  /** Why it failed, in the service's words. Default 'JobFailed'. */
  readonly errorCode?: string;
  /** What its service says when it is asked why it failed. */
  readonly diagnosis?: Diagnosis;
}

/** What a person does some time after a stage has reached a state. Done once, and only if it is still possible. */
export interface Intervention {
  readonly stage: string;
  readonly state: string;
  readonly afterMilliseconds: number;
  readonly act:
    | { readonly kind: 'stop'; readonly reason: string; readonly abandon: boolean }
    | { readonly kind: 'retry'; readonly mode: RetryMode }
    | DecideInConsole;
}

/** An answer to an approval that is given in the AWS console. */
export interface DecideInConsole {
  readonly kind: 'approve' | 'reject';
  readonly action: string;
  readonly summary: string;
  /** Name of an IAM user. */
  readonly by: string;
}

export type RetryMode = 'FAILED_ACTIONS' | 'ALL_ACTIONS';

export interface Trigger {
  readonly type:
    | 'CreatePipeline'
    | 'StartPipelineExecution'
    | 'PollForSourceChanges'
    | 'Webhook'
    | 'CloudWatchEvent'
    | 'PutActionRevision'
    | 'WebhookV2'
    | 'ManualRollback';
  /** The starter's, rule's or connection's ARN, or the id of the execution to which a stage is rolled back. */
  readonly detail: string;
}

const USUAL: Behavior = { milliseconds: 1200, outcome: 'SUCCEEDED' };

/** How the run with this index (0 = the first one in the execution) will go. */
export function behaviorOf(plan: Plan, action: string, run: number): Behavior {
  const runs = plan.behaviors?.[action] ?? [];
  return runs[run] ?? runs.at(-1) ?? USUAL;
}
