import * as z from 'zod/mini';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { Text } from '#shared/sources/source.ts';
import { CODEPIPELINE, type ExecutionPlace } from './action-runs.ts';
import { ask, listOf, partOf } from './ask.ts';
import type { Diagnosis, Need } from './diagnosis.ts';
import { arnsOf } from './needs.ts';

const Ended = partOf({ status: Text, summary: Text });
const Hook = partOf({
  latestExecution: Ended,
  conditionStates: listOf({
    latestExecution: Ended,
    ruleStates: listOf({
      ruleName: Text,
      latestExecution: partOf({ status: Text, summary: Text, errorDetails: partOf({ message: Text }) }),
    }),
  }),
});
const State = z.object({
  stageStates: listOf({
    stageName: Text,
    latestExecution: partOf({ pipelineExecutionId: Text }),
    beforeEntryConditionState: Hook,
    onSuccessConditionState: Hook,
    onFailureConditionState: Hook,
  }),
});
type Hook = NonNullable<z.infer<typeof Hook>>;

const FAILED: readonly (string | undefined)[] = ['Failed', 'Errored'];

/** What the role of `enrich` needs for it. */
export const CONDITIONS_NEED: Need = {
  actions: ['codepipeline:GetPipelineState'],
  resources: [arnsOf('codepipeline', '*')],
  reason: 'which pipelines there are is not known when we deploy',
};

export interface FailedStage extends ExecutionPlace {
  readonly stage: string;
}

/**
 * Of a stage that failed although none of its actions did. Undefined: no condition stopped it, or a newer execution is
 * in the stage by now, whose conditions these are.
 *
 * @throws errors of AwsServices; zod's, when the answer is no object
 */
export async function diagnoseStage(
  { pipelineRegion, pipeline, executionId, stage: name }: FailedStage,
  services: AwsServices,
): Promise<Diagnosis | undefined> {
  const state = await ask(services, {
    service: CODEPIPELINE,
    region: pipelineRegion,
    operation: 'GetPipelineState',
    input: { name: pipeline },
    answer: State,
    absent: ['PipelineNotFoundException'],
  });
  const stage = state?.stageStates.find(({ stageName }) => stageName === name);
  if (stage?.latestExecution?.pipelineExecutionId !== executionId) return undefined;
  const why =
    toReason('before entry', stage.beforeEntryConditionState) ??
    toReason('on success', stage.onSuccessConditionState) ??
    toReason('on failure', stage.onFailureConditionState);
  return why === undefined ? undefined : { why };
}

function toReason(when: string, hook: Hook | undefined): string | undefined {
  if (hook === undefined) return undefined;
  const condition = hook.conditionStates.find(({ latestExecution }) =>
    FAILED.includes(latestExecution?.status),
  );
  if (condition === undefined && !FAILED.includes(hook.latestExecution?.status)) return undefined;
  const rule = condition?.ruleStates.find(({ latestExecution }) => FAILED.includes(latestExecution?.status));
  const told = rule?.latestExecution;
  const summary =
    told?.summary ??
    told?.errorDetails?.message ??
    condition?.latestExecution?.summary ??
    hook.latestExecution?.summary;
  const named = rule?.ruleName === undefined ? 'a condition' : `condition ${rule.ruleName}`;
  return `stopped by ${named} (${when})${summary === undefined ? '' : `: ${summary}`}`;
}
