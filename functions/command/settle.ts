import type { App } from '#shared/app.ts';
import { whyClosed } from '#shared/approvals/closed.ts';
import { toWord } from '#shared/approvals/decide.ts';
import { writeAudit } from '#shared/archive/audit.ts';
import { type Decision, PAST } from '#shared/domain/approval.ts';
import { AppError } from '#shared/errors.ts';
import { changeDecision, saveAnswer, saveClosed, saveProblem } from '#shared/store/approvals.ts';
import { giveAnswer, type Outcome } from './answer.ts';
import { auditOf, type Decide } from './audit-of.ts';
import type { Subject } from './find-approval.ts';
import { letLook } from './let-look.ts';
import { tell } from './tell.ts';
import { PATIENCE_SECONDS } from './with-patience.ts';

export type SettleApp = Pick<
  App,
  'clock' | 'telemetry' | 'table' | 'enrichments' | 'approvals' | 'tasks' | 'objects' | 'peopleOf'
>;

export interface Settling {
  readonly command: Decide;
  readonly decision: Decision;
  /** The command was worked on before: who asks may have the answer already. */
  readonly isRepeat: boolean;
  readonly app: SettleApp;
}

/** Answers the approval, and shows as decided only what is confirmed. */
export async function settle(subject: Subject, settling: Settling): Promise<void> {
  const { app, decision } = settling;
  try {
    return await conclude(subject, settling, await giveAnswer(subject, settling));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.remedy === 'retry' && app.clock.now() < decision.at + PATIENCE_SECONDS) {
      await letLook(subject.execution, app);
      throw error;
    }
    await giveUp(subject, settling, error);
  }
}

async function conclude(subject: Subject, settling: Settling, found: Outcome): Promise<void> {
  const { command, decision, app } = settling;
  const { place, details } = subject.stored;
  const isOurs = found.kind === 'answered' && found.isOurs;
  const to = isOurs ? ({ ...decision, state: 'decided' } as const) : undefined;
  if (place.by === 'task' && !isOurs)
    await saveClosed(app.table, subject.id, whyClosed(details.context, app.clock.now()));
  const outcome = wordsOf(found, subject, decision);
  // Before the decision is marked as made: a repeat of the command does what is left of it, and no more.
  await writeAudit(app.objects, { ...auditOf(subject, command), kind: 'decision', outcome });
  if (found.kind === 'answered' && !isOurs) await saveAnswer(app.table, subject.id, found.answer);
  await saveProblem(app.table, subject.id, undefined);
  await changeDecision(app.table, subject.id, { from: JSON.stringify(decision), to });
  app.telemetry.count(isOurs ? 'DecisionsMade' : 'DecisionsRefused');
  await letLook(subject.execution, app);
  if (!isOurs) await tell(command, outcome, app);
}

function wordsOf(found: Outcome, subject: Subject, decision: Decision): string {
  if (found.kind !== 'answered')
    return `Too late: ${askerOf(subject)} does not wait for this approval any more.`;
  if (found.isOurs) return toWord(decision);
  const who = found.answer.by?.split('/').at(-1) ?? 'somebody';
  return `Too late: ${PAST[found.choice]} in AWS by ${who}.`;
}

function askerOf({ stored }: Subject): string {
  return stored.place.by === 'task' ? 'the state machine' : 'CodePipeline';
}

/** Open again, with the reason on the message: nobody is left with buttons that are gone and no decision. */
async function giveUp(subject: Subject, settling: Settling, error: AppError): Promise<void> {
  const { command, decision, app } = settling;
  const problem = `the answer could not be given to ${askerOf(subject)} (${error.code})`;
  app.telemetry.error('An approval could not be answered', error, { record: subject.stored.place.execution });
  app.telemetry.count('DecisionsFailed');
  await saveProblem(app.table, subject.id, problem);
  await changeDecision(app.table, subject.id, { from: JSON.stringify(decision), to: undefined });
  await writeAudit(app.objects, { ...auditOf(subject, command), kind: 'decision', outcome: problem });
  await letLook(subject.execution, app);
  await tell(command, `Not decided: ${problem}. ${remedyFor(error, subject)}`, app);
}

/** A state machine's question is in no console. */
function remedyFor(error: AppError, { stored }: Subject): string {
  const isTask = stored.place.by === 'task';
  if (error.remedy === 'retry')
    return `Press the button again in a while${isTask ? '' : ', or decide in the AWS console'}.`;
  return `${isTask ? '' : 'Decide in the AWS console. '}Who runs Signalbox finds the reason in the log of "command".`;
}
