import {
  type ActionExecutionDetail,
  type CodePipelineClient,
  GetPipelineExecutionCommand,
  ListActionExecutionsCommand,
  PipelineExecutionNotFoundException,
  PipelineNotFoundException,
} from '@aws-sdk/client-codepipeline';
import type { ExecutionIdentity } from '#shared/domain/pipeline-event.ts';
import { toAwsError } from './aws-error.ts';
import { createRegionalClients } from './codepipeline.ts';

/** One run of an action, as CodePipeline tells afterwards. Times are epoch seconds. */
export interface ActionRun {
  readonly stage: string;
  readonly action: string;
  /** The API's word: InProgress, Abandoned, Succeeded, Failed. */
  readonly status: string;
  readonly startedAt: number;
  readonly updatedAt: number;
  /** 'Category/Provider'. */
  readonly provider: string | undefined;
  readonly summary: string | undefined;
  readonly errorCode: string | undefined;
  readonly externalId: string | undefined;
  readonly url: string | undefined;
}

/** What CodePipeline remembers of an execution, for 12 months. */
export interface ExecutionHistory {
  /** The API's word; undefined when CodePipeline does not know the execution any more. */
  findStatus(execution: ExecutionIdentity): Promise<string | undefined>;
  listRuns(execution: ExecutionIdentity): Promise<readonly ActionRun[]>;
}

// 50 stages of 50 actions are the most; an execution that was retried often has more runs than anybody needs.
const MAX_PAGES = 10;

export function createExecutionHistory(): ExecutionHistory {
  const clientOf = createRegionalClients();
  return {
    async findStatus({ region, pipeline: pipelineName, executionId: pipelineExecutionId }) {
      const command = new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId });
      try {
        return (await clientOf(region).send(command)).pipelineExecution?.status;
      } catch (cause) {
        if (cause instanceof PipelineExecutionNotFoundException) return undefined;
        if (cause instanceof PipelineNotFoundException) return undefined;
        throw toAwsError(cause, `CodePipeline GetPipelineExecution of ${pipelineName}`);
      }
    },
    async listRuns({ region, pipeline, executionId }) {
      const runs: ActionRun[] = [];
      let nextToken: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const answer = await listPage(clientOf(region), { pipeline, executionId, nextToken });
        runs.push(...(answer.actionExecutionDetails ?? []).map(toRun));
        nextToken = answer.nextToken;
        if (nextToken === undefined) break;
      }
      return runs;
    },
  };
}

interface Page {
  readonly pipeline: string;
  readonly executionId: string;
  readonly nextToken: string | undefined;
}

async function listPage(client: CodePipelineClient, { pipeline, executionId, nextToken }: Page) {
  const command = new ListActionExecutionsCommand({
    pipelineName: pipeline,
    filter: { pipelineExecutionId: executionId },
    maxResults: 100,
    ...(nextToken !== undefined && { nextToken }),
  });
  try {
    return await client.send(command);
  } catch (cause) {
    throw toAwsError(cause, `CodePipeline ListActionExecutions of ${pipeline}`);
  }
}

function toRun({
  stageName,
  actionName,
  status,
  startTime,
  lastUpdateTime,
  input,
  output,
}: ActionExecutionDetail): ActionRun {
  const type = input?.actionTypeId;
  const result = output?.executionResult;
  return {
    stage: stageName ?? '',
    action: actionName ?? '',
    status: status ?? '',
    startedAt: toSeconds(startTime),
    updatedAt: toSeconds(lastUpdateTime ?? startTime),
    provider: type === undefined ? undefined : `${type.category}/${type.provider}`,
    summary: result?.errorDetails?.message ?? result?.externalExecutionSummary,
    errorCode: result?.errorDetails?.code,
    externalId: result?.externalExecutionId,
    url: result?.externalExecutionUrl,
  };
}

function toSeconds(date: Date | undefined): number {
  return date === undefined ? 0 : Math.trunc(date.getTime() / 1000);
}
