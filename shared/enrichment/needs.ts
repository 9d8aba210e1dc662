import type { Need } from './diagnosis.ts';

/** Of this account in every Region: an action may be in another than its pipeline. */
export function arnsOf(service: string, resource: string): string {
  return `arn:\${AWS::Partition}:${service}:*:\${AWS::AccountId}:${resource}`;
}

/** Of whoever asks what an action was told to do. */
export const ACTION_CONFIGURATION_NEED: Need = {
  actions: ['codepipeline:ListActionExecutions'],
  resources: [arnsOf('codepipeline', '*')],
  reason: 'which pipelines there are is not known when we deploy',
};
