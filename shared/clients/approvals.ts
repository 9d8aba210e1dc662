import {
  type ActionExecutionDetail,
  ApprovalAlreadyCompletedException,
  type CodePipelineClient,
  GetPipelineCommand,
  GetPipelineStateCommand,
  InvalidApprovalTokenException,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  type ListPipelineExecutionsInput,
  type PipelineExecutionSummary,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import type { Author, Change, Choice } from '#shared/domain/approval.ts';
import { toAwsError } from './aws-error.ts';
import { createRegionalClients } from './codepipeline.ts';

export interface ActionPlace {
  readonly region: string;
  readonly pipeline: string;
  readonly stage: string;
  readonly action: string;
}

/** What a stage is at, by the pipeline's state; in PARALLEL mode it names no execution. */
export interface StageState {
  readonly executionId: string | undefined;
  readonly token: string | undefined;
  /** Of the action's last run: the API's word, the answerer's comment and ARN. */
  readonly status: string | undefined;
  readonly summary: string | undefined;
  readonly updatedBy: string | undefined;
  /** An execution waits to enter it. */
  readonly isNewerWaiting: boolean;
}

/** One run of an approval action, the execution's last. Times are epoch seconds. */
export interface ApprovalRun {
  /** The API's word: InProgress, Abandoned, Succeeded, Failed. */
  readonly status: string;
  readonly startedAt: number;
  /** In PARALLEL mode it is the token. */
  readonly externalId: string | undefined;
  readonly customData: string | undefined;
  readonly reviewLink: string | undefined;
  /** ARN of who answered. */
  readonly updatedBy: string | undefined;
  readonly summary: string | undefined;
  /** As the execution's source actions tell. */
  readonly authors: readonly Author[];
}

export interface ApprovalAnswer extends ActionPlace {
  readonly token: string;
  readonly choice: Choice;
  /** At most 512 characters. */
  readonly summary: string;
}

/** CodePipeline's approvals. All throw RateLimitedError, UnavailableError, ConfigError and RejectedError. */
export interface Approvals {
  getStage(place: ActionPlace): Promise<StageState>;
  findRun(place: ActionPlace, executionId: string): Promise<ApprovalRun | undefined>;
  /** The execution whose approval has this token, if it is open. */
  findExecution(place: ActionPlace, token: string): Promise<string | undefined>;
  /** Undefined: the action says nothing, so it is CodePipeline's own. */
  findTimeoutMinutes(place: ActionPlace): Promise<number | undefined>;
  /** Commits of executions since the stage last succeeded, newest first. */
  listChanges(place: ActionPlace, executionId: string): Promise<readonly Change[]>;
  /** `CLOSED`: it has an answer already, or the token is not the current one. */
  answer(answer: ApprovalAnswer): Promise<'TAKEN' | 'CLOSED'>;
}

const MAX_EXECUTIONS = 50;

/** A client per region: an approval is where its pipeline lives. */
export function createApprovals(clientOf = createRegionalClients()): Approvals {
  return {
    getStage: (place) => getStage(clientOf(place.region), place),
    findRun: (place, executionId) => findRun(clientOf(place.region), { ...place, executionId }),
    findExecution: (place, token) => findExecution(clientOf(place.region), { ...place, token }),
    findTimeoutMinutes: (place) => findTimeoutMinutes(clientOf(place.region), place),
    listChanges: (place, executionId) => listChanges(clientOf(place.region), { ...place, executionId }),
    answer: (answer) => putAnswer(clientOf(answer.region), answer),
  };
}

async function getStage(client: CodePipelineClient, place: ActionPlace): Promise<StageState> {
  const { stage, run } = await readState(client, place);
  return {
    executionId: stage?.latestExecution?.pipelineExecutionId,
    token: run?.token,
    status: run?.status,
    summary: run?.summary,
    updatedBy: run?.lastUpdatedBy,
    isNewerWaiting: (stage?.inboundExecutions ?? []).length > 0,
  };
}

async function readState(client: CodePipelineClient, { pipeline, stage: name, action }: ActionPlace) {
  const command = new GetPipelineStateCommand({ name: pipeline });
  const { stageStates = [] } = await told(`GetPipelineState of ${pipeline}`, client.send(command));
  const stage = stageStates.find(({ stageName }) => stageName === name);
  const own = stage?.actionStates?.find(({ actionName }) => actionName === action);
  return { stage, run: own?.latestExecution };
}

async function findRun(
  client: CodePipelineClient,
  { pipeline: pipelineName, stage, action, executionId }: ActionPlace & { readonly executionId: string },
): Promise<ApprovalRun | undefined> {
  const filter = { pipelineExecutionId: executionId };
  const listed = await listRuns(client, { pipelineName, filter });
  const run = listed.find((one) => one.stageName === stage && one.actionName === action);
  return run && { ...toRun(run), authors: listed.flatMap(toAuthor) };
}

/** In PARALLEL mode a stage names no execution; its runs do. */
async function findExecution(
  client: CodePipelineClient,
  { token, ...place }: ActionPlace & { readonly token: string },
): Promise<string | undefined> {
  const { stage, run } = await readState(client, place);
  const held = run?.token === token ? stage?.latestExecution?.pipelineExecutionId : undefined;
  if (held !== undefined) return held;
  const listed = await listRuns(client, { pipelineName: place.pipeline });
  const open = listed.filter(
    ({ stageName, actionName, status }) =>
      stageName === place.stage && actionName === place.action && status === 'InProgress',
  );
  return open.find(({ output }) => output?.executionResult?.externalExecutionId === token)
    ?.pipelineExecutionId;
}

async function findTimeoutMinutes(
  client: CodePipelineClient,
  { pipeline: name, stage, action }: ActionPlace,
): Promise<number | undefined> {
  const command = new GetPipelineCommand({ name });
  const { pipeline } = await told(`GetPipeline of ${name}`, client.send(command));
  const declared = pipeline?.stages?.find((one) => one.name === stage)?.actions;
  return declared?.find((one) => one.name === action)?.timeoutInMinutes;
}

async function listChanges(
  client: CodePipelineClient,
  { pipeline: pipelineName, stage: stageName, executionId }: ActionPlace & { readonly executionId: string },
): Promise<readonly Change[]> {
  const list = (more: Omit<ListPipelineExecutionsInput, 'pipelineName'>) =>
    told(
      `ListPipelineExecutions of ${pipelineName}`,
      client.send(new ListPipelineExecutionsCommand({ pipelineName, ...more })),
    );
  const [succeeded, recent] = await Promise.all([
    list({ filter: { succeededInStage: { stageName } }, maxResults: 1 }),
    list({ maxResults: MAX_EXECUTIONS }),
  ]);
  const last = succeeded.pipelineExecutionSummaries?.[0];
  return toChanges(recent.pipelineExecutionSummaries ?? [], { executionId, last });
}

async function putAnswer(
  client: CodePipelineClient,
  { pipeline: pipelineName, stage: stageName, action: actionName, token, choice, summary }: ApprovalAnswer,
): Promise<'TAKEN' | 'CLOSED'> {
  const result = { status: choice === 'approve' ? 'Approved' : 'Rejected', summary } as const;
  const command = new PutApprovalResultCommand({ pipelineName, stageName, actionName, token, result });
  try {
    await client.send(command);
    return 'TAKEN';
  } catch (cause) {
    if (cause instanceof ApprovalAlreadyCompletedException) return 'CLOSED';
    if (cause instanceof InvalidApprovalTokenException) return 'CLOSED';
    throw toAwsError(cause, `CodePipeline PutApprovalResult of ${pipelineName}/${stageName}/${actionName}`);
  }
}

interface RunsQuery {
  readonly pipelineName: string;
  readonly filter?: { readonly pipelineExecutionId: string };
}

/** The newest hundred. */
async function listRuns(
  client: CodePipelineClient,
  query: RunsQuery,
): Promise<readonly ActionExecutionDetail[]> {
  const command = new ListActionExecutionsCommand({ ...query, maxResults: 100 });
  const { actionExecutionDetails = [] } = await told(
    `ListActionExecutions of ${query.pipelineName}`,
    client.send(command),
  );
  return actionExecutionDetails;
}

async function told<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    throw toAwsError(cause, `CodePipeline ${what}`);
  }
}

/** Connections tell it among their output variables. */
function toAuthor({ input, output }: ActionExecutionDetail): readonly Author[] {
  if (input?.actionTypeId?.category !== 'Source') return [];
  const { AuthorDisplayName: name, AuthorEmail: email } = output?.outputVariables ?? {};
  return name === undefined && email === undefined ? [] : [{ name, email }];
}

function toRun({
  status,
  startTime,
  input,
  output,
  updatedBy,
}: ActionExecutionDetail): Omit<ApprovalRun, 'authors'> {
  const result = output?.executionResult;
  const configuration = { ...input?.configuration, ...input?.resolvedConfiguration };
  return {
    status: status ?? '',
    startedAt: Math.trunc((startTime?.getTime() ?? 0) / 1000),
    externalId: result?.externalExecutionId,
    customData: configuration['CustomData'],
    reviewLink: configuration['ExternalEntityLink'],
    updatedBy,
    summary: result?.externalExecutionSummary,
  };
}

interface Span {
  readonly executionId: string;
  readonly last: PipelineExecutionSummary | undefined;
}

/** From this execution back to the last one that succeeded in the stage; the list is newest first. */
function toChanges(
  newestFirst: readonly PipelineExecutionSummary[],
  { executionId, last }: Span,
): readonly Change[] {
  const own = newestFirst.findIndex((one) => one.pipelineExecutionId === executionId);
  if (own < 0) return [];
  const end = newestFirst.findIndex((one) => one.pipelineExecutionId === last?.pipelineExecutionId);
  const span = newestFirst.slice(own, end > own ? end : undefined);
  const changes = span.flatMap(({ sourceRevisions = [] }) => sourceRevisions.flatMap(toChange));
  return [...new Map(changes.map((change) => [change.commit, change])).values()];
}

function toChange({
  revisionId,
  revisionSummary,
}: {
  readonly revisionId?: string | undefined;
  readonly revisionSummary?: string | undefined;
}): readonly Change[] {
  return revisionId === undefined ? [] : [{ commit: revisionId, subject: revisionSummary }];
}
