import * as z from 'zod';
import { answerQuestion, getQuestion } from '../approval.ts';
import type { StageDefinition } from '../definition.ts';
import { getStage } from '../definition.ts';
import { ServiceError } from '../service-error.ts';
import { callerArn, defineOperation, getPipeline, Name, parseInput, Uuid } from './operation.ts';
import { seconds } from './wire.ts';

const Answer = z.object({
  token: Uuid,
  result: z.object({ status: z.enum(['Approved', 'Rejected']), summary: z.string().max(512) }),
});

/** What is asked about is looked for before the answer is looked at. */
export const putApprovalResult = defineOperation(
  z.looseObject({ pipelineName: Name, stageName: Name, actionName: Name }),
  (world, { pipelineName, stageName, actionName, ...rest }) => {
    const pipeline = getPipeline(world, pipelineName);
    assertAction(getStage(pipeline.definition, stageName), actionName);
    const { token, result } = parseInput(Answer, rest);
    const question = getQuestion(pipeline, { stage: stageName, action: actionName }, token);
    answerQuestion(world, question, { ...result, by: callerArn(world) });
    return { approvedAt: seconds(world.agenda.now()) };
  },
);

function assertAction({ name, actions }: StageDefinition, action: string): void {
  if (!actions.some((candidate) => candidate.name === action))
    throw new ServiceError('ActionNotFoundException', `The action ${action} does not exist in ${name}`);
}
