import { getExecution, getPipeline } from './api/operation.ts';
import { answerQuestion, getLastQuestion } from './approval.ts';
import { getStage, userArn } from './definition.ts';
import type { World } from './world.ts';

const PERSON = 'console';

export interface Decision {
  readonly pipeline: string;
  readonly stage: string;
  readonly action: string;
  readonly executionId: string;
  readonly result: 'Approved' | 'Rejected';
  readonly summary: string;
}

/** Answers an approval as a person does in the AWS console; throws what the service would say. */
export function decide(world: World, { result, summary, executionId, ...names }: Decision): void {
  const pipeline = getPipeline(world, names.pipeline);
  const { name: stage } = getStage(pipeline.definition, names.stage);
  const question = getLastQuestion(getExecution(pipeline, executionId), { stage, action: names.action });
  answerQuestion(world, question, { status: result, summary, by: userArn(world.place, PERSON) });
}
