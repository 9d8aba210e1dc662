import * as z from 'zod/mini';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { consoleUrl } from '#shared/domain/console.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, partOf, Quantity } from '../ask.ts';
import { CODEDEPLOY, type DeploymentPlace, findFailedTarget } from '../deployment-targets.ts';
import type { Diagnostician } from '../diagnosis.ts';
import { findInFacts } from '../find-in-facts.ts';
import { arnsOf } from '../needs.ts';
import { sentences } from '../sentences.ts';

const Info = z.object({
  deploymentInfo: partOf({
    computePlatform: Text,
    errorInformation: partOf({ code: Text, message: Text }),
    deploymentOverview: z.catch(z.optional(z.record(z.string(), Quantity)), undefined),
    rollbackInfo: partOf({
      rollbackDeploymentId: Text,
      rollbackTriggeringDeploymentId: Text,
      rollbackMessage: Text,
    }),
  }),
});
type Deployment = NonNullable<z.infer<typeof Info>['deploymentInfo']>;

/** Deployments, and what happened to the first of their targets that failed. */
export const codedeploy: Diagnostician = {
  providers: ['Deploy/CodeDeploy', 'Deploy/CodeDeployToECS'],
  needs: [
    {
      actions: ['codedeploy:GetDeployment'],
      resources: [arnsOf('codedeploy', 'deploymentgroup:*/*')],
      reason: 'which deployment groups pipelines deploy to is not known when we deploy',
    },
    {
      actions: ['codedeploy:ListDeploymentTargets', 'codedeploy:BatchGetDeploymentTargets'],
      resources: ['*'],
      reason: 'CodeDeploy has no resource level for the targets of a deployment',
    },
  ],
  async diagnose({ region, facts }, { services, wantsLog }) {
    const id = findInFacts(facts, /\b(d-[A-Z0-9]{6,20})\b/);
    if (id === undefined) return undefined;
    const deployment = await findDeployment(services, { region, id });
    if (deployment === undefined) return undefined;
    const failed = await findFailedTarget(services, { region, id });
    return {
      failedAt: [failed?.event, failed?.target].filter(Boolean).join(' on ') || undefined,
      why: sentences(failed?.why, failedOf(deployment), errorOf(deployment), rollbackOf(deployment)),
      url: consoleUrl(region, `codesuite/codedeploy/deployments/${id}?region=${region}`),
      log: wantsLog ? failed?.log : undefined,
    };
  },
};

async function findDeployment(
  services: AwsServices,
  { region, id }: DeploymentPlace,
): Promise<Deployment | undefined> {
  const found = await ask(services, {
    service: CODEDEPLOY,
    region,
    operation: 'GetDeployment',
    input: { deploymentId: id },
    answer: Info,
    absent: ['DeploymentDoesNotExistException', 'InvalidDeploymentIdException'],
  });
  return found?.deploymentInfo;
}

/** Where there is but one target, that it failed is no news. */
function failedOf({ deploymentOverview = {}, computePlatform }: Deployment): string | undefined {
  const all = Object.values(deploymentOverview).reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const failed = deploymentOverview['Failed'] ?? 0;
  const targets = computePlatform === 'Server' ? 'instances' : 'targets';
  return failed > 0 && all > 1 ? `${failed} of ${all} ${targets} failed` : undefined;
}

function errorOf({ errorInformation: { code, message } = {} }: Deployment): string | undefined {
  const words = code?.toLowerCase().replaceAll('_', ' ');
  return words === undefined || message === undefined ? (message ?? words) : `${words}: ${message}`;
}

function rollbackOf({ rollbackInfo = {} }: Deployment): string | undefined {
  const { rollbackDeploymentId: by, rollbackTriggeringDeploymentId: of, rollbackMessage } = rollbackInfo;
  if (by !== undefined) return `Deployment ${by} rolls it back`;
  return of === undefined ? rollbackMessage : `It was the rollback of deployment ${of}`;
}
