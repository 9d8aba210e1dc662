import type { App } from '#shared/app.ts';
import type { ExecutionSummary } from '#shared/clients/pipeline-executions.ts';
import { deriveExecution, type Execution, isOfStateMachine } from '#shared/domain/execution.ts';
import { parseRecordKey, toRecordKey } from '#shared/domain/pipeline-event.ts';
import { WAITING } from '#shared/domain/stage.ts';
import { isTerminal } from '#shared/domain/state.ts';
import { observationsIn } from '#shared/store/executions.ts';
import { silenceIn, toSilenceKey } from '#shared/store/silences.ts';
import { notThere } from './control-words.ts';
import { joinLines, type Standing, silenceLine, statusLine } from './status-line.ts';

export type StatusApp = Pick<App, 'clock' | 'table' | 'open' | 'pipelineControl' | 'account' | 'region'>;

/** More than anybody reads. */
const MAX_RECORDS = 50;

const WORDS: Readonly<Record<string, string>> = {
  InProgress: 'is running',
  Stopping: 'is being stopped',
  Stopped: 'was stopped',
  Succeeded: 'succeeded',
  Failed: 'failed',
  Superseded: 'was superseded by a newer execution',
  Cancelled: 'was canceled',
};
const RUNNING: readonly string[] = ['InProgress', 'Stopping'];
/** What ended elsewhere than at its end. */
const IN_STAGE: readonly string[] = [...RUNNING, 'Stopped', 'Failed'];

/** The newest execution of one pipeline, as CodePipeline tells. */
export async function tellNewest(pipeline: string, app: StatusApp): Promise<string> {
  const { account, region, clock, table } = app;
  const executions = await app.pipelineControl.listExecutions({ region, pipeline });
  if (executions === undefined) return notThere({ pipeline, region });
  const key = toSilenceKey({ account, region, pipeline });
  const silence = silenceIn((await table.get([key])).get(key), clock.now());
  const [newest] = executions;
  if (newest !== undefined)
    return statusLine({ ...(await toStanding(newest, pipeline, app)), silence }, clock.now());
  const never = `${pipeline} has not run in the last 12 months.`;
  return silence === undefined ? never : `${never}\n${silenceLine(silence)}`;
}

async function toStanding(
  { executionId, status, startedAt, updatedAt }: ExecutionSummary,
  pipeline: string,
  { account, region, pipelineControl }: StatusApp,
): Promise<Omit<Standing, 'silence'>> {
  const isOver = !RUNNING.includes(status);
  const stage = IN_STAGE.includes(status)
    ? await pipelineControl.findStage({ region, pipeline, executionId })
    : undefined;
  const identity = { account, region, pipeline, executionId };
  const words = WORDS[status] ?? `is in state ${status}`;
  return { identity, words, stage, since: isOver ? updatedAt : startedAt, isOver };
}

/** All that runs, in every account and Region that is listened to, as the records tell. */
export async function listRunning({ clock, table, open }: StatusApp): Promise<string> {
  const everything = {
    kind: 'execution',
    touchedBefore: Number.MAX_SAFE_INTEGER,
    limit: MAX_RECORDS,
  } as const;
  const keys = (await open.list(everything)).map(({ key }) => key);
  const identities = keys.flatMap((key) => parseRecordKey(key) ?? []);
  const items = await table.get([...keys, ...identities.map(toSilenceKey)]);
  const running = identities
    .map((identity) => deriveExecution(identity, observationsIn(items.get(toRecordKey(identity)))))
    .filter((execution) => !isTerminal(execution.state) && !isOfStateMachine(execution))
    .sort((left, right) => right.startedAt - left.startedAt);
  if (running.length === 0) return 'Nothing runs.';
  const now = clock.now();
  return joinLines(
    running.map((execution) => {
      const silence = silenceIn(items.get(toSilenceKey(execution.identity)), now);
      return statusLine({ ...standingOf(execution), silence }, now);
    }),
  );
}

function standingOf({ identity, state, stages, startedAt }: Execution): Omit<Standing, 'silence'> {
  const here = stages.findLast((stage) => stage.state !== WAITING && !isTerminal(stage.state));
  const words = state === 'STOPPING' ? 'is being stopped' : 'is running';
  return { identity, words, stage: here?.name, since: Math.trunc(startedAt / 1000), isOver: false };
}
