import type { App } from '#shared/app.ts';
import { toSummary } from '#shared/approvals/decide.ts';
import type { Answer, Choice, Decision } from '#shared/domain/approval.ts';
import type { Subject } from './find-approval.ts';

export interface Answering {
  readonly decision: Decision;
  /** The command was worked on before: the answer may have been taken already. */
  readonly isRepeat: boolean;
  readonly app: Pick<App, 'approvals' | 'tasks'>;
}

/** What became of the approval: who answered it, or that nobody asks any more. */
export type Outcome =
  | { readonly kind: 'void' }
  | { readonly kind: 'answered'; readonly choice: Choice; readonly answer: Answer; readonly isOurs: boolean };

type Standing = Outcome | { readonly kind: 'open' };

/** Gives the decision to who asked for it. */
export async function giveAnswer(subject: Subject, answering: Answering): Promise<Outcome> {
  const { by } = subject.stored.place;
  if (by === 'task') return answerTask(subject, answering);
  if (by === 'job') return takenByJob(answering);
  const before = answering.isRepeat ? await readStanding(subject, answering) : { kind: 'open' as const };
  return before.kind === 'open' ? answerPipeline(subject, answering) : before;
}

/**
 * Step Functions tells that a task is closed, not by whom. On a repeat of our own decision that was most likely we, whose
 * answer was lost on its way: nobody else has the token.
 */
async function answerTask({ stored }: Subject, { decision, isRepeat, app }: Answering): Promise<Outcome> {
  const { choice, option, by, reason, at } = decision;
  const { token } = stored.place;
  const taken = await app.tasks.answer({ token, choice, option, by, reason, at });
  if (taken === 'CLOSED' && (!isRepeat || stored.details.closed !== undefined)) return { kind: 'void' };
  return { kind: 'answered', choice, answer: { by: undefined, summary: undefined }, isOurs: true };
}

/** Who asks reads the decision when it looks again: the record is the answer. */
function takenByJob({ decision: { choice } }: Answering): Outcome {
  return { kind: 'answered', choice, answer: { by: undefined, summary: undefined }, isOurs: true };
}

async function answerPipeline(subject: Subject, answering: Answering): Promise<Outcome> {
  const { region, pipeline } = subject.execution.identity;
  const { choice } = answering.decision;
  const { stage, action, token } = subject.stored.place;
  const summary = summaryOf(subject, answering);
  const place = { region, pipeline, stage, action };
  const taken = await answering.app.approvals.answer({ ...place, token, choice, summary });
  if (taken === 'TAKEN')
    return { kind: 'answered', choice, answer: { by: undefined, summary }, isOurs: true };
  const standing = await readStanding(subject, answering);
  // Its token is not the one that the action waits for.
  return standing.kind === 'open' ? { kind: 'void' } : standing;
}

/** Read, not guessed: an answer that was lost on its way may have been taken. */
async function readStanding(subject: Subject, answering: Answering): Promise<Standing> {
  const { region, pipeline, executionId } = subject.execution.identity;
  const { stage, action, token } = subject.stored.place;
  const { approvals } = answering.app;
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
    isOurs: run.summary === summaryOf(subject, answering),
  };
}

/** Of those who made the decision: who votes after it must not keep a repeat from knowing its own answer again. */
function summaryOf({ stored }: Subject, { decision }: Answering): string {
  const deciding = stored.details.votes.filter(({ name }) => decision.by.includes(name));
  return toSummary(decision.choice, deciding);
}
