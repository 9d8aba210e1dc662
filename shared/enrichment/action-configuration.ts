import type { AwsServices } from '#shared/clients/aws-services.ts';
import type { Recent } from '#shared/clients/recent.ts';
import type { Facts } from '#shared/domain/facts.ts';
import { type Commit, type ExecutionPlace, listRuns, type Run, type Values } from './action-runs.ts';

/** What a failed action was told to do, and what became of it, as CodePipeline remembers. */
export interface ActionConfiguration {
  /** By the names that CodePipeline has for them; none of an action that runs in another account. */
  readonly values: Partial<Values>;
  readonly actionExecutionId: string | undefined;
  /** Epoch seconds. */
  readonly startedAt: number | undefined;
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  readonly logStreamArn: string | undefined;
  readonly externalId: string | undefined;
  readonly url: string | undefined;
}

/** For one batch: it asks about an execution at most once, and not at all where an earlier answer tells enough. */
export interface ActionConfigurations {
  /** Undefined: CodePipeline tells of no such run. @throws errors of AwsServices; zod's, when the answer is no object */
  find(action: ActionPlace): Promise<ActionConfiguration | undefined>;
  /** Names of the account's own repositories that actions of this kind took from, as in `Source/ECR`. */
  listRepositories(execution: FailedExecution, provider: string): Promise<readonly string[]>;
  /** What actions of this kind tell of a commit that they took. */
  findCommit(execution: FailedExecution, taken: Taken): Promise<Commit | undefined>;
}

interface Taken {
  readonly provider: string;
  readonly revision: string;
}

interface FailedExecution extends ExecutionPlace {
  readonly account: string;
  readonly failedAt: number;
}

interface ActionPlace extends FailedExecution {
  readonly stage: string;
  readonly action: string;
  readonly facts: Facts;
}

export function createActionConfigurations(
  services: AwsServices,
  recent: Recent<readonly Run[]>,
): ActionConfigurations {
  // Nothing newer is to be had in this batch.
  const newest = new Set<readonly Run[]>();
  const list = (execution: FailedExecution, isEnough: (runs: readonly Run[]) => boolean = () => true) => {
    const { account, pipelineRegion, pipeline, executionId, failedAt } = execution;
    const question = async () => {
      const runs = await listRuns(services, execution);
      newest.add(runs);
      return runs;
    };
    const key = `${account} ${pipelineRegion} ${pipeline} ${executionId}`;
    return recent.ask(
      key,
      question,
      (runs, askedAt) => newest.has(runs) || (askedAt >= failedAt && isEnough(runs)),
    );
  };
  return {
    async find(action) {
      const run = findRun(await list(action, (runs) => hasFailed(runs, action)), action);
      return run && toConfiguration(run, action.account);
    },
    async listRepositories(execution, provider) {
      const runs = (await list(execution)).filter(({ input }) => input.provider === provider);
      return [...new Set(runs.flatMap((run) => valuesOf(run, execution.account).RepositoryName ?? []))];
    },
    async findCommit(execution, { provider, revision }) {
      const own = (await list(execution)).filter(({ input }) => input.provider === provider);
      return own.map(({ output }) => output?.outputVariables).find((found) => found?.CommitId === revision);
    },
  };
}

/** In another attempt, maybe; while the others of one go on, an answer may be from before this one failed. */
function hasFailed(newestFirst: readonly Run[], { stage, action }: ActionPlace): boolean {
  const last = newestFirst.find(({ stageName, actionName }) => stageName === stage && actionName === action);
  return last?.status === 'Failed';
}

/** The newest that failed, of several the one that the event is about. The list may be a moment behind the event. */
function findRun(newestFirst: readonly Run[], { stage, action, facts }: ActionPlace): Run | undefined {
  const own = newestFirst.filter(
    ({ stageName, actionName, status }) =>
      stageName === stage && actionName === action && status !== 'Succeeded',
  );
  const failed = own.filter(({ status }) => status === 'Failed');
  const isTold = ({ output }: Run) =>
    facts.externalId !== undefined && output?.executionResult?.externalExecutionId === facts.externalId;
  return failed.find(isTold) ?? failed[0] ?? own[0];
}

function valuesOf({ input }: Run, account: string): Partial<Values> {
  // Here, what has the same name would be something else.
  const isElsewhere = input.roleArn !== undefined && !input.roleArn.includes(`::${account}:`);
  return isElsewhere ? {} : input.values;
}

function toConfiguration(run: Run, account: string): ActionConfiguration {
  const { actionExecutionId, startTime, output } = run;
  const result = output?.executionResult;
  return {
    values: valuesOf(run, account),
    actionExecutionId,
    startedAt: startTime,
    errorCode: result?.errorDetails?.code,
    errorMessage: result?.errorDetails?.message,
    logStreamArn: result?.logStreamARN,
    externalId: result?.externalExecutionId,
    url: result?.externalExecutionUrl,
  };
}
