import * as z from 'zod';
import type { JsonService } from '../aws/json-service.ts';
import { ServiceFault } from '../aws/service-fault.ts';
import type { DeploymentDiagnosis } from '../codepipeline/diagnosis.ts';
import type { FailedRun, FailedRuns } from '../codepipeline/failed-runs.ts';
import { defineOperation, toService } from './operations.ts';

const Id = z.object({ deploymentId: z.string() });
const Targets = Id.extend({ targetIds: z.array(z.string()).min(1).max(25) });
const Filtered = Id.extend({
  targetFilters: z.object({ TargetStatus: z.array(z.string()).optional() }).optional(),
});

const LIFE = [
  'ApplicationStop',
  'DownloadBundle',
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'ApplicationStart',
  'ValidateService',
];
const OVERALL =
  'The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems.';
const USUAL: Required<DeploymentDiagnosis> = {
  targets: { failed: 1, all: 1 },
  event: 'ValidateService',
  script: 'scripts/validate.sh',
  message: 'Script at specified location: scripts/validate.sh failed with exit code 1',
  logTail: ['[stderr]health check failed'],
};

/** CodeDeploy, as far as it is asked about deployments to instances that failed. */
export function createCodeDeploy(failedRuns: FailedRuns): JsonService {
  const getRun = (id: string): FailedRun => {
    const run = failedRuns().find(
      ({ kind, externalId }) => kind === 'Deploy/CodeDeploy' && externalId === id,
    );
    if (run) return run;
    throw new ServiceFault('DeploymentDoesNotExistException', `Deployment ${id} does not exist`);
  };

  return toService({
    GetDeployment: defineOperation(Id, ({ deploymentId }) => ({
      deploymentInfo: toDeployment(getRun(deploymentId)),
    })),
    ListDeploymentTargets: defineOperation(Filtered, ({ deploymentId, targetFilters }) => {
      const wanted = targetFilters?.TargetStatus ?? ['Failed', 'Succeeded'];
      const { failed, succeeded } = targetsOf(getRun(deploymentId));
      const targetIds = [
        ...(wanted.includes('Failed') ? failed : []),
        ...(wanted.includes('Succeeded') ? succeeded : []),
      ];
      return { targetIds };
    }),
    BatchGetDeploymentTargets: defineOperation(Targets, ({ deploymentId, targetIds }) => {
      const run = getRun(deploymentId);
      return { deploymentTargets: targetIds.map((id) => toTarget(run, id)) };
    }),
  });
}

function diagnosisOf({ diagnosis }: FailedRun): Required<DeploymentDiagnosis> {
  return { ...USUAL, ...diagnosis.deployment };
}

function targetsOf(run: FailedRun) {
  const { failed, all } = diagnosisOf(run).targets;
  const ids = Array.from({ length: all }, (_, index) => `i-0${String(index + 1).padStart(16, '0')}`);
  return { failed: ids.slice(0, failed), succeeded: ids.slice(failed) };
}

function toDeployment(run: FailedRun) {
  const { externalId: deploymentId, configuration, endedAt } = run;
  const { failed, succeeded } = targetsOf(run);
  return {
    deploymentId,
    applicationName: configuration['ApplicationName'],
    deploymentGroupName: configuration['DeploymentGroupName'],
    status: 'Failed',
    computePlatform: 'Server',
    completeTime: endedAt / 1000,
    errorInformation: { code: 'HEALTH_CONSTRAINTS', message: OVERALL },
    deploymentOverview: { Failed: failed.length, Succeeded: succeeded.length },
  };
}

function toTarget(run: FailedRun, targetId: string) {
  const { failed, succeeded } = targetsOf(run);
  if (![...failed, ...succeeded].includes(targetId))
    throw new ServiceFault('DeploymentTargetDoesNotExistException', `Target ${targetId} does not exist`);
  const isFailed = failed.includes(targetId);
  const instanceTarget = {
    deploymentId: run.externalId,
    targetId,
    status: isFailed ? 'Failed' : 'Succeeded',
    lifecycleEvents: isFailed ? brokenLife(run) : LIFE.map(toSucceeded),
  };
  return { deploymentTargetType: 'InstanceTarget', instanceTarget };
}

function brokenLife(run: FailedRun) {
  const { event, script, message, logTail } = diagnosisOf(run);
  const diagnostics = { errorCode: 'ScriptFailed', scriptName: script, message, logTail: logTail.join('\n') };
  const at = LIFE.indexOf(event);
  return [
    ...LIFE.slice(0, Math.max(0, at)).map(toSucceeded),
    { lifecycleEventName: event, status: 'Failed', diagnostics },
    ...LIFE.slice(at + 1).map((lifecycleEventName) => ({ lifecycleEventName, status: 'Skipped' })),
  ];
}

function toSucceeded(lifecycleEventName: string) {
  return { lifecycleEventName, status: 'Succeeded' };
}
