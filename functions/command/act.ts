import type { App } from '#shared/app.ts';
import type { ControlRefusal, StagePlace } from '#shared/clients/pipeline-control.ts';
import type { ExecutionSummary } from '#shared/clients/pipeline-executions.ts';
import { DONE, REFUSALS, rolledBack, toStopReason } from './control-words.ts';

/** What CodePipeline is to do, as far as it is known by now. */
export interface Act {
  readonly action: 'retry' | 'rollback' | 'stop';
  /** The stage is '' where it does not matter. */
  readonly place: StagePlace;
  /** Epoch seconds, of the execution. */
  readonly startedAt: number;
  /** Epoch seconds, of the wish. */
  readonly at: number;
  /** It was tried before: what it asks for may have come true already. */
  readonly isRepeat: boolean;
  readonly person: { readonly name: string; readonly user: string };
  readonly reason: string;
}

export interface Acted {
  readonly isDone: boolean;
  /** What came of it, as a sentence to who asked for it. */
  readonly outcome: string;
}

type ActApp = Pick<App, 'pipelineControl'>;

/**
 * An answer may have been lost on its way to us, and what was asked for done all the same: so a repeat looks first,
 * and who is refused looks whether it has come true.
 */
export async function act(doing: Act, app: ActApp): Promise<Acted> {
  if (doing.action === 'retry') return retry(doing, app);
  return doing.action === 'stop' ? stop(doing, app) : rollback(doing, app);
}

async function retry({ place, at, isRepeat }: Act, { pipelineControl }: ActApp): Promise<Acted> {
  const hasRun = () => pipelineControl.hasRunSince(place, at);
  const done = { isDone: true, outcome: DONE.retry(place) };
  if (isRepeat && (await hasRun())) return done;
  const answer = await pipelineControl.retry(place);
  if (answer === 'TAKEN') return done;
  const isOurs = answer === 'StageNotRetryable' && (isRepeat || (await hasRun()));
  return isOurs ? done : refused(answer, place);
}

async function stop({ place, isRepeat, person, reason }: Act, { pipelineControl }: ActApp): Promise<Acted> {
  const answer = await pipelineControl.stop(place, toStopReason({ ...person, reason }));
  const done = { isDone: true, outcome: DONE.stop(place) };
  if (answer === 'TAKEN') return done;
  if (!isRepeat) return refused(answer, place);
  if (answer === 'DuplicatedStopRequest') return done;
  const listed = await pipelineControl.listExecutions(place);
  const own = listed?.find(({ executionId }) => executionId === place.executionId);
  return own?.status === 'Stopped' ? done : refused(answer, place);
}

async function rollback(doing: Act, { pipelineControl }: ActApp): Promise<Acted> {
  const { place, at, isRepeat } = doing;
  const target = findTarget(await pipelineControl.listExecutions(place, place.stage), doing);
  if (target === undefined)
    return {
      isDone: false,
      outcome: `No earlier execution went well in ${place.stage}: nothing to go back to.`,
    };
  const hasBegun = async () =>
    (await pipelineControl.listExecutions(place))?.some(
      ({ rollbackTo, startedAt }) => rollbackTo === target.executionId && startedAt >= at,
    ) ?? false;
  const done = { isDone: true, outcome: rolledBack(place, target) };
  if (isRepeat && (await hasBegun())) return done;
  const answer = await pipelineControl.rollback(place, target.executionId);
  if (answer === 'TAKEN') return done;
  return answer === 'UnableToRollbackStage' && (await hasBegun()) ? done : refused(answer, place);
}

/** The last that went well in the stage before this execution; CodePipeline goes back to no rollback. */
function findTarget(
  succeeded: readonly ExecutionSummary[] | undefined,
  { place, startedAt }: Act,
): ExecutionSummary | undefined {
  return succeeded?.find(
    (one) =>
      one.executionId !== place.executionId && one.rollbackTo === undefined && one.startedAt < startedAt,
  );
}

function refused(refusal: ControlRefusal, place: StagePlace): Acted {
  return { isDone: false, outcome: REFUSALS[refusal](place) };
}
