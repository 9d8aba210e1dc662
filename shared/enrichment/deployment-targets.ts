import * as z from 'zod/mini';
import type { AwsService } from '#shared/clients/aws-json.ts';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, listOf, partOf } from './ask.ts';

export const CODEDEPLOY: AwsService = {
  id: 'CODEDEPLOY',
  host: 'codedeploy',
  target: 'CodeDeploy_20141006',
  version: '1.1',
};

export interface DeploymentPlace {
  readonly region: string;
  /** d-… */
  readonly id: string;
}

/** What went wrong on the first target that failed. */
export interface FailedTarget {
  /** An instance, 'cluster:service', 'function:alias'. */
  readonly target: string | undefined;
  /** The lifecycle event; undefined where none is said to have failed. */
  readonly event: string | undefined;
  readonly why: string | undefined;
  /** The end of what its script wrote. */
  readonly log: readonly string[] | undefined;
}

/** As many as one call tells of. */
const MAX_TARGETS = 25;

const Targets = z.object({ targetIds: z.catch(z.array(z.string()), []) });
const Target = partOf({
  targetId: Text,
  lifecycleEvents: listOf({
    lifecycleEventName: Text,
    status: Text,
    diagnostics: partOf({ errorCode: Text, scriptName: Text, message: Text, logTail: Text }),
  }),
});
const Described = z.object({
  deploymentTargets: listOf({
    instanceTarget: Target,
    lambdaTarget: Target,
    ecsTarget: Target,
    cloudFormationTarget: Target,
  }),
});
type LifecycleEvent = NonNullable<z.infer<typeof Target>>['lifecycleEvents'][number];

/** Undefined: no target has failed, as when the deployment never started. */
export async function findFailedTarget(
  services: AwsServices,
  { region, id: deploymentId }: DeploymentPlace,
): Promise<FailedTarget | undefined> {
  const place = { service: CODEDEPLOY, region };
  const listed = await ask(services, {
    ...place,
    operation: 'ListDeploymentTargets',
    input: { deploymentId, targetFilters: { TargetStatus: ['Failed'] } },
    answer: Targets,
    absent: ['DeploymentNotStartedException', 'DeploymentDoesNotExistException'],
  });
  const targetIds = listed?.targetIds.slice(0, MAX_TARGETS) ?? [];
  if (targetIds.length === 0) return undefined;
  const described = await ask(services, {
    ...place,
    operation: 'BatchGetDeploymentTargets',
    input: { deploymentId, targetIds },
    answer: Described,
    absent: ['DeploymentNotStartedException', 'DeploymentTargetDoesNotExistException'],
  });
  const failed = (described?.deploymentTargets ?? []).flatMap(
    ({ instanceTarget, lambdaTarget, ecsTarget, cloudFormationTarget }) =>
      toFailed(instanceTarget ?? lambdaTarget ?? ecsTarget ?? cloudFormationTarget),
  );
  return failed.find(({ event }) => event !== undefined) ?? failed[0];
}

function toFailed(target: z.infer<typeof Target>): readonly FailedTarget[] {
  if (target === undefined) return [];
  const event = target.lifecycleEvents.find(({ status }) => status === 'Failed');
  const tail = event?.diagnostics?.logTail?.trimEnd() || undefined;
  return [
    {
      target: target.targetId,
      event: event?.lifecycleEventName,
      why: reasonOf(event?.diagnostics),
      log: tail?.split(/\r?\n/),
    },
  ];
}

/** Its message names the script as a rule. */
function reasonOf(diagnostics: LifecycleEvent['diagnostics']): string | undefined {
  const { errorCode, scriptName = '', message = '' } = diagnostics ?? {};
  const script = message.includes(scriptName) ? '' : `in ${scriptName}`;
  const head = [errorCode, script].filter(Boolean).join(' ');
  return [head, message].filter(Boolean).join(': ') || undefined;
}
