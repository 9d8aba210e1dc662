import { toFact } from '#shared/domain/facts.ts';
import { parseRecordKey } from '#shared/domain/pipeline-event.ts';
import { MAX_SILENCE_SECONDS } from '#shared/domain/silence.ts';
import { formatTime } from '#shared/presentation/format.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import { type PipelineIdentity, saveSilence, silenceIn, toSilenceKey } from '#shared/store/silences.ts';
import { keep, refuse } from './control-audit.ts';
import { notThere } from './control-words.ts';
import { findPermit } from './find-permit.ts';
import type { OrderApp } from './order.ts';
import { tell } from './tell.ts';
import { type Problem, withPatience } from './with-patience.ts';

type Silencing = Extract<Command, { readonly kind: 'silence' }>;

export type SilenceApp = OrderApp;

/** From now on the pipeline's news is left unsaid, for so long as was asked for, counted from the asking. */
export async function silence(command: Silencing, app: SilenceApp): Promise<void> {
  const pipeline = await withPatience(command, app, () => findPipeline(command, app));
  if ('problem' in pipeline) return tell(command, pipeline.problem, app);
  const { at, seconds, reason } = command;
  const until = at + seconds;
  const wish = { wanted: 'silence', pipeline, executionId: undefined, stage: undefined, reason };
  const controlled = { pipeline: pipeline.pipeline, stage: undefined, action: 'silence' } as const;
  const permit = await findPermit(command, controlled, app);
  const refusal = permit.refusal ?? findFault(command, app.clock.now());
  if (refusal !== undefined) return refuse(command, { wish, refusal }, app);
  if (await isOvertaken(command, pipeline, app)) return;
  await saveSilence(app.table, pipeline, { until, by: toFact(permit.name), reason: toFact(reason), at });
  app.telemetry.info('A pipeline was silenced', { pipeline: pipeline.pipeline });
  app.telemetry.count('ControlsDone');
  const outcome = `${pipeline.pipeline} is silenced until ${formatTime(until)}.`;
  await keep(command, { wish, kind: 'silence', outcome }, app);
  await tell(command, `${outcome} Approvals are asked for all the same.`, app);
}

async function findPipeline(
  { record, pipeline }: Silencing,
  { account, region, pipelineControl }: SilenceApp,
): Promise<PipelineIdentity | Problem> {
  if (pipeline === undefined) {
    const identity = parseRecordKey(record ?? '');
    if (identity === undefined) return { problem: 'That execution is not known any more.' };
    return { account: identity.account, region: identity.region, pipeline: identity.pipeline };
  }
  // A name with a slip in it would silence nothing, and nobody would know.
  const isThere = (await pipelineControl.listExecutions({ region, pipeline })) !== undefined;
  if (isThere) return { account, region, pipeline };
  return { problem: notThere({ pipeline, region }) };
}

/** A repeat must not undo what was asked for after it. */
async function isOvertaken(
  { at }: Silencing,
  pipeline: PipelineIdentity,
  { table }: SilenceApp,
): Promise<boolean> {
  const key = toSilenceKey(pipeline);
  return (silenceIn((await table.get([key])).get(key), 0)?.at ?? 0) > at;
}

function findFault({ at, seconds, reason }: Silencing, now: number): string | undefined {
  if (seconds > MAX_SILENCE_SECONDS) return 'A pipeline can be silenced for 7 days at most.';
  if (reason.trim() === '') return 'A reason is needed, for those who will wonder why nothing is told.';
  return at + seconds <= now ? 'Not done: it would be over by now.' : undefined;
}
