import type { Answer } from './action-run.ts';
import { answerActionRun } from './action-run.ts';
import type { ApprovalRun, Execution, Pipeline, Position } from './execution.ts';
import { isApprovalRun, isRunning, latestIn, runsOf, stageRun } from './execution.ts';
import { endAction } from './progress.ts';
import { ServiceError } from './service-error.ts';
import type { World } from './world.ts';

/** A run of an approval, with where it runs. */
export interface Question extends Position {
  readonly run: ApprovalRun;
}

/** Names of a stage and of an action in it. */
interface ApprovalPlace {
  readonly stage: string;
  readonly action: string;
}

/** Ends an approval as a person says, if it still waits for that. */
export function answerQuestion(world: World, question: Question, answer: Answer): void {
  assertOpen(world, question);
  question.run.cancel?.();
  answerActionRun(question, question.run, answer);
  endAction(world, question, question.run);
}

/** Finds what was asked under a token, however long ago. */
export function getQuestion(pipeline: Pipeline, place: ApprovalPlace, token: string): Question {
  const questions = pipeline.executions.flatMap((execution) => questionsIn(execution, place));
  const question = questions.find(({ run }) => run.approval.token === token);
  if (!question) throw invalidToken(place.action);
  return question;
}

/** What was asked last by an execution. */
export function getLastQuestion(execution: Execution, place: ApprovalPlace): Question {
  const question = questionsIn(execution, place).at(-1);
  if (!question) throw invalidToken(place.action);
  return question;
}

function questionsIn(execution: Execution, { stage: name, action }: ApprovalPlace): readonly Question[] {
  const stage = stageRun(execution, name);
  if (!stage) return [];
  return runsOf(stage, action)
    .filter(isApprovalRun)
    .map((run) => ({ execution, stage, run }));
}

function assertOpen({ agenda }: World, question: Question): void {
  const { state, approval, definition } = question.run;
  if (approval.answeredBy !== undefined && isCurrent(question))
    throw new ServiceError(
      'ApprovalAlreadyCompletedException',
      `The approval ${definition.name} has already been approved or rejected`,
    );
  if (!isRunning(state) || approval.expiresAt <= agenda.now()) throw invalidToken(definition.name);
}

/** A retry asks anew, and so does the next execution in the stage. */
function isCurrent({ execution, stage, run }: Question): boolean {
  const { pipeline } = execution;
  const { name } = stage.definition;
  const isLatest = pipeline.definition.mode === 'PARALLEL' || latestIn(pipeline, name) === execution;
  return isLatest && runsOf(stage, run.definition.name).at(-1) === run;
}

/** Without the token: who knows it may answer. */
function invalidToken(action: string): ServiceError {
  return new ServiceError(
    'InvalidApprovalTokenException',
    `The token is not, or no longer, that of the approval ${action}`,
  );
}
