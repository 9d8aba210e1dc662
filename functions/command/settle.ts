import type { App } from '#shared/app.ts';
import { toSummary } from '#shared/approvals/decide.ts';
import { writeAudit } from '#shared/archive/audit.ts';
import type { Answer, Choice, Decision } from '#shared/domain/approval.ts';
import { AppError } from '#shared/errors.ts';
import { changeDecision, saveAnswer, saveProblem } from '#shared/store/approvals.ts';
import { auditOf, type Decide } from './audit-of.ts';
import type { Subject } from './find-approval.ts';
import { letLook } from './let-look.ts';
import { tell } from './tell.ts';

export type SettleApp = Pick<
  App,
  | 'clock'
  | 'telemetry'
  | 'table'
  | 'rules'
  | 'destinations'
  | 'deliveries'
  | 'approvals'
  | 'objects'
  | 'peopleOf'
>;

export interface Settling {
  readonly command: Decide;
  readonly decision: Decision;
  /** The command was worked on before: CodePipeline may have its answer already. */
  readonly isRepeat: boolean;
  readonly app: SettleApp;
}

/** CodePipeline is asked for a minute; then people are asked to press again. */
const PATIENCE_SECONDS = 60;
const DONE: Readonly<Record<Choice, string>> = { approve: 'Approved', reject: 'Rejected' };

/** What CodePipeline says of the approval: that it waits, who answered it, or that nobody asks any more. */
type Standing =
  | { readonly kind: 'open' | 'void' }
  | { readonly kind: 'answered'; readonly choice: Choice; readonly answer: Answer; readonly isOurs: boolean };

/** Answers the approval, and shows as decided only what CodePipeline confirms. */
export async function settle(subject: Subject, settling: Settling): Promise<void> {
  const { app, decision, isRepeat } = settling;
  try {
    const before = isRepeat ? await readStanding(subject, settling) : { kind: 'open' as const };
    const after = before.kind === 'open' ? await answer(subject, settling) : before;
    return await conclude(subject, settling, after);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.remedy === 'retry' && app.clock.now() < decision.at + PATIENCE_SECONDS) {
      await letLook(subject.execution, app);
      throw error;
    }
    await giveUp(subject, settling, error);
  }
}

async function answer(subject: Subject, settling: Settling): Promise<Standing> {
  const { place } = subject.stored;
  const { region, pipeline } = subject.execution.identity;
  const { choice } = settling.decision;
  const { stage, action, token } = place;
  const summary = summaryOf(subject, settling);
  const taken = await settling.app.approvals.answer({
    region,
    pipeline,
    stage,
    action,
    token,
    choice,
    summary,
  });
  if (taken === 'TAKEN')
    return { kind: 'answered', choice, answer: { by: undefined, summary }, isOurs: true };
  const standing = await readStanding(subject, settling);
  // Its token is not the one that the action waits for.
  return standing.kind === 'open' ? { kind: 'void' } : standing;
}

/** Read, not guessed: an answer that was lost on its way may have been taken. */
async function readStanding(subject: Subject, settling: Settling): Promise<Standing> {
  const { region, pipeline, executionId } = subject.execution.identity;
  const { stage, action, token } = subject.stored.place;
  const { approvals } = settling.app;
  const place = { region, pipeline, stage, action };
  const state = await approvals.getStage(place);
  const run = state.executionId === executionId ? state : await approvals.findRun(place, executionId);
  if (run?.status === 'InProgress')
    return 'token' in run && run.token !== undefined && run.token !== token
      ? { kind: 'void' }
      : { kind: 'open' };
  if (run?.status !== 'Succeeded' && run?.status !== 'Failed') return { kind: 'void' };
  const found = { by: run.updatedBy, summary: run.summary };
  return {
    kind: 'answered',
    choice: run.status === 'Succeeded' ? 'approve' : 'reject',
    answer: found,
    isOurs: run.summary === summaryOf(subject, settling),
  };
}

function summaryOf({ stored }: Subject, { decision }: Settling): string {
  return toSummary(decision.choice, stored.details.votes);
}

async function conclude(subject: Subject, settling: Settling, standing: Standing): Promise<void> {
  const { command, decision, app } = settling;
  const isOurs = standing.kind === 'answered' && standing.isOurs;
  const to = isOurs ? ({ ...decision, state: 'decided' } as const) : undefined;
  await changeDecision(app.table, subject.id, { from: JSON.stringify(decision), to });
  await saveProblem(app.table, subject.id, undefined);
  if (standing.kind === 'answered' && !isOurs) await saveAnswer(app.table, subject.id, standing.answer);
  const outcome = wordsOf(standing, decision);
  await writeAudit(app.objects, { ...auditOf(subject, command), kind: 'decision', outcome });
  app.telemetry.count(isOurs ? 'DecisionsMade' : 'DecisionsRefused');
  await letLook(subject.execution, app);
  if (!isOurs) await tell(command, outcome, app);
}

function wordsOf(standing: Standing, { choice }: Decision): string {
  if (standing.kind !== 'answered') return 'Too late: CodePipeline does not wait for this approval any more.';
  if (standing.isOurs) return DONE[choice];
  const who = standing.answer.by?.split('/').at(-1) ?? 'somebody';
  return `Too late: ${DONE[standing.choice].toLowerCase()} in AWS by ${who}.`;
}

/** Open again, with the reason on the message: nobody is left with buttons that are gone and no decision. */
async function giveUp(subject: Subject, settling: Settling, error: AppError): Promise<void> {
  const { command, decision, app } = settling;
  const problem = `the answer could not be given to CodePipeline (${error.code})`;
  app.telemetry.error('An approval could not be answered', error, { record: subject.stored.place.execution });
  app.telemetry.count('DecisionsFailed');
  await saveProblem(app.table, subject.id, problem);
  await changeDecision(app.table, subject.id, { from: JSON.stringify(decision), to: undefined });
  await writeAudit(app.objects, { ...auditOf(subject, command), kind: 'decision', outcome: problem });
  await letLook(subject.execution, app);
  const remedy =
    error.remedy === 'retry'
      ? 'Press the button again in a while, or decide in the AWS console.'
      : 'Decide in the AWS console; who runs Signalbox finds the reason in the log of "command".';
  await tell(command, `Not decided: ${problem}. ${remedy}`, app);
}
