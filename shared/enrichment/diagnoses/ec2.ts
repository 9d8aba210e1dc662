import * as z from 'zod/mini';
import { Text } from '#shared/sources/source.ts';
import { CODEPIPELINE } from '../action-runs.ts';
import { ask, listOf, partOf } from '../ask.ts';
import type { Diagnostician } from '../diagnosis.ts';
import { ACTION_CONFIGURATION_NEED, arnsOf } from '../needs.ts';

// Not what the commands of Systems Manager wrote: it may hold secrets.
const Deployed = z.object({
  targets: listOf({
    targetId: Text,
    status: Text,
    events: listOf({ name: Text, status: Text, context: partOf({ message: Text }) }),
  }),
});

/** CodePipeline's own deployments to instances. */
export const ec2: Diagnostician = {
  providers: ['Deploy/EC2'],
  needs: [
    {
      actions: ['codepipeline:ListDeployActionExecutionTargets'],
      resources: [arnsOf('codepipeline', '*')],
      reason: 'which pipelines there are is not known when we deploy',
    },
    ACTION_CONFIGURATION_NEED,
  ],
  async diagnose(failed, { services, configurations }) {
    const configuration = await configurations.find(failed);
    if (configuration?.actionExecutionId === undefined) return undefined;
    const deployed = await ask(services, {
      service: CODEPIPELINE,
      region: failed.pipelineRegion,
      operation: 'ListDeployActionExecutionTargets',
      input: {
        pipelineName: failed.pipeline,
        actionExecutionId: configuration.actionExecutionId,
        filters: [{ name: 'TARGET_STATUS', values: ['Failed'] }],
        maxResults: 100,
      },
      answer: Deployed,
      absent: ['ActionExecutionNotFoundException', 'PipelineNotFoundException'],
    });
    const [target] = deployed?.targets ?? [];
    if (target === undefined) return undefined;
    const event = target.events.find(({ status }) => status === 'Failed');
    return {
      failedAt: [event?.name, target.targetId].filter(Boolean).join(' on ') || undefined,
      why: event?.context?.message ?? configuration.errorMessage,
    };
  },
};
