import type { AwsServices } from '#shared/clients/aws-services.ts';
import type { Facts } from '#shared/domain/facts.ts';
import { type ExecutionPlace, listRuns, type Run, type Values } from './action-runs.ts';

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

/** For one batch: it asks about an execution once, and remembers the answer. */
export interface ActionConfigurations {
  /** Undefined: CodePipeline tells of no such run. @throws errors of AwsServices; zod's, when the answer is no object */
  find(action: ActionPlace): Promise<ActionConfiguration | undefined>;
  /** Names of the account's own repositories that actions of this kind took from, as in `Source/ECR`. */
  listRepositories(execution: AccountPlace, provider: string): Promise<readonly string[]>;
}

interface AccountPlace extends ExecutionPlace {
  readonly account: string;
}

interface ActionPlace extends AccountPlace {
  readonly stage: string;
  readonly action: string;
  readonly facts: Facts;
}

export function createActionConfigurations(services: AwsServices): ActionConfigurations {
  const asked = new Map<string, Promise<readonly Run[]>>();
  const list = (execution: ExecutionPlace) => {
    const { pipelineRegion, pipeline, executionId } = execution;
    const key = `${pipelineRegion} ${pipeline} ${executionId}`;
    const runs = asked.get(key) ?? listRuns(services, execution);
    asked.set(key, runs);
    return runs;
  };
  return {
    async find(action) {
      const run = findRun(await list(action), action);
      return run && toConfiguration(run, action.account);
    },
    async listRepositories(execution, provider) {
      const runs = (await list(execution)).filter(({ input }) => input.provider === provider);
      return [...new Set(runs.flatMap((run) => valuesOf(run, execution.account).RepositoryName ?? []))];
    },
  };
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
