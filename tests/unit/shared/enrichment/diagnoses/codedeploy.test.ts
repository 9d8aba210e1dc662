import { describe, expect, it } from '@jest/globals';
import type { Facts } from '#shared/domain/facts.ts';
import { codedeploy } from '#shared/enrichment/diagnoses/codedeploy.ts';
import { buildAsking, buildFailedAction } from '#tests/support/build-failed-action.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';

const ID = 'd-4QX7TB2LM';
const URL = `https://eu-west-1.console.aws.amazon.com/codesuite/codedeploy/deployments/${ID}?region=eu-west-1`;
const DEPLOYMENT = {
  deploymentId: ID,
  applicationName: 'checkout',
  status: 'Failed',
  computePlatform: 'Server',
  creator: 'user',
  errorInformation: {
    code: 'HEALTH_CONSTRAINTS',
    message: 'Too few healthy instances are available for deployment.',
  },
  deploymentOverview: { Pending: 0, InProgress: 0, Succeeded: 1, Failed: 3, Skipped: 1, Ready: 0 },
};
const LOG = 'LifecycleEvent - ApplicationStop\nScript - stop.sh\n[stderr]no such process\n';

function buildTarget({ diagnostics = {}, ...overrides }: Readonly<Record<string, unknown>> = {}) {
  return {
    deploymentId: ID,
    targetId: 'i-0abc',
    status: 'Failed',
    lifecycleEvents: [
      { lifecycleEventName: 'BeforeBlockTraffic', status: 'Succeeded' },
      {
        lifecycleEventName: 'ApplicationStop',
        status: 'Failed',
        diagnostics: {
          errorCode: 'ScriptFailed',
          scriptName: 'stop.sh',
          message: 'Script at specified location: stop.sh failed with exit code 1',
          logTail: LOG,
          ...Object(diagnostics),
        },
      },
      { lifecycleEventName: 'DownloadBundle', status: 'Skipped' },
    ],
    ...overrides,
  };
}

function deployed(info: object, ...targets: readonly unknown[]) {
  const client = new FakeAwsJson(
    { deploymentInfo: info },
    { targetIds: targets.map((_, index) => `target-${index}`) },
    { deploymentTargets: targets },
  );
  const services = new FakeAwsServices({ CODEDEPLOY: client });
  return { client, services };
}

interface Question {
  readonly facts?: Facts;
  readonly wantsLog?: boolean;
}

function diagnose(
  services: FakeAwsServices,
  { facts = { externalId: ID }, wantsLog = false }: Question = {},
) {
  return codedeploy.diagnose(buildFailedAction({ facts }), buildAsking(services, { wantsLog }));
}

describe('a deployment of CodeDeploy', () => {
  it('tells of the first lifecycle event that failed, of its instances, and of its error', async () => {
    const target = { deploymentTargetType: 'InstanceTarget', instanceTarget: buildTarget() };
    const { client, services } = deployed(DEPLOYMENT, target);

    expect(await diagnose(services)).toEqual({
      failedAt: 'ApplicationStop on i-0abc',
      why:
        'ScriptFailed: Script at specified location: stop.sh failed with exit code 1. 3 of 5 instances failed. ' +
        'health constraints: Too few healthy instances are available for deployment',
      url: URL,
    });
    expect(new Set(services.asked)).toEqual(new Set(['CODEDEPLOY eu-west-1']));
    expect(client.calls).toEqual([
      { operation: 'GetDeployment', input: { deploymentId: ID } },
      {
        operation: 'ListDeploymentTargets',
        input: { deploymentId: ID, targetFilters: { TargetStatus: ['Failed'] } },
      },
      { operation: 'BatchGetDeploymentTargets', input: { deploymentId: ID, targetIds: ['target-0'] } },
    ]);
  });

  it('tells the end of the log when somebody may see it', async () => {
    const { services } = deployed(DEPLOYMENT, { instanceTarget: buildTarget() });
    const { services: silent } = deployed(DEPLOYMENT, {
      instanceTarget: buildTarget({ diagnostics: { logTail: '' } }),
    });

    expect(await diagnose(services, { wantsLog: true })).toMatchObject({
      log: ['LifecycleEvent - ApplicationStop', 'Script - stop.sh', '[stderr]no such process'],
    });
    expect((await diagnose(silent, { wantsLog: true }))?.log).toBeUndefined();
  });

  it.each([
    ['lambdaTarget', 'checkout:live'],
    ['ecsTarget', 'web:storefront'],
    ['cloudFormationTarget', 'StorefrontService'],
  ])('tells of a %s', async (member, targetId) => {
    const { services } = deployed(
      { ...DEPLOYMENT, computePlatform: 'ECS' },
      { [member]: buildTarget({ targetId }) },
    );

    expect(await diagnose(services)).toMatchObject({
      failedAt: `ApplicationStop on ${targetId}`,
      why: expect.stringContaining('3 of 5 targets failed'),
    });
  });

  it('tells which target it was where no event of it failed, but of one whose event did before', async () => {
    const quiet = { instanceTarget: { targetId: 'i-0quiet' } };

    expect(await diagnose(deployed(DEPLOYMENT, quiet).services)).toMatchObject({ failedAt: 'i-0quiet' });
    expect(
      await diagnose(deployed(DEPLOYMENT, quiet, { instanceTarget: buildTarget() }).services),
    ).toMatchObject({ failedAt: 'ApplicationStop on i-0abc' });
  });

  it('asks after 25 targets at most', async () => {
    const targets = Array.from({ length: 40 }, () => ({ instanceTarget: buildTarget() }));
    const { client, services } = deployed(DEPLOYMENT, ...targets);

    await diagnose(services);

    expect(client.calls.at(-1)?.input).toMatchObject({
      targetIds: Array.from({ length: 25 }, (_, index) => `target-${index}`),
    });
  });

  it('says what its error means when nothing more is said, and what script that was', async () => {
    const { services } = deployed(
      { errorInformation: { code: 'NO_INSTANCES' } },
      { instanceTarget: buildTarget({ diagnostics: { message: undefined, errorCode: 'ScriptTimedOut' } }) },
    );

    expect((await diagnose(services))?.why).toBe('ScriptTimedOut in stop.sh. no instances');
  });

  it('does not say that one of one failed', async () => {
    const { services } = deployed({ deploymentOverview: { Failed: 1, Succeeded: 0 } });

    expect((await diagnose(services))?.why).toBeUndefined();
  });

  it.each([
    [{ rollbackDeploymentId: 'd-BACK00001' }, 'Deployment d-BACK00001 rolls it back'],
    [{ rollbackTriggeringDeploymentId: 'd-FIRST0001' }, 'It was the rollback of deployment d-FIRST0001'],
    [{ rollbackMessage: 'There is nothing to go back to.' }, 'There is nothing to go back to'],
  ])('tells of going back: %j', async (rollbackInfo, told) => {
    expect((await diagnose(deployed({ rollbackInfo }).services))?.why).toBe(told);
  });

  it.each([
    ['ListDeploymentTargets', 2],
    ['BatchGetDeploymentTargets', 3],
  ])('may have started nothing, as %s says', async (_, calls) => {
    const listed = calls === 3 ? [{ targetIds: ['i-0abc'] }] : [];
    const client = new FakeAwsJson(
      { deploymentInfo: { errorInformation: { code: 'REVISION_MISSING', message: 'No such key.' } } },
      ...listed,
      refusal('DeploymentNotStartedException'),
    );

    expect(await diagnose(new FakeAwsServices({ CODEDEPLOY: client }))).toEqual({
      why: 'revision missing: No such key',
      url: URL,
    });
    expect(client.calls).toHaveLength(calls);
  });

  it('may lack anything', async () => {
    expect(await diagnose(deployed({}, {}, { instanceTarget: {} }).services)).toEqual({ url: URL });
    expect(await diagnose(new FakeAwsServices({ CODEDEPLOY: new FakeAwsJson({}) }))).toBeUndefined();
  });

  it('is found by the address of the event, and by nothing else', async () => {
    const client = new FakeAwsJson(refusal('DeploymentDoesNotExistException'));
    const services = new FakeAwsServices({ CODEDEPLOY: client });
    const url = `https://console.aws.amazon.com/codedeploy/home?region=eu-west-1#/deployments/${ID}`;

    await diagnose(services, { facts: { url } });
    await diagnose(services, { facts: { externalId: 'checkout:d-lower' } });

    expect(client.calls).toEqual([{ operation: 'GetDeployment', input: { deploymentId: ID } }]);
  });

  it.each(['DeploymentDoesNotExistException', 'InvalidDeploymentIdException'])(
    'is not diagnosed where CodeDeploy knows none: %s',
    async (name) => {
      const services = new FakeAwsServices({ CODEDEPLOY: new FakeAwsJson(refusal(name)) });

      expect(await diagnose(services)).toBeUndefined();
    },
  );

  it.each([
    ['ThrottlingException', 400, 'rate_limited'],
    ['InternalFailure', 500, 'unavailable'],
    ['AccessDeniedException', 400, 'config'],
  ])('cannot be diagnosed after %s (HTTP %d): %s', async (name, status, code) => {
    const services = new FakeAwsServices({ CODEDEPLOY: new FakeAwsJson(refusal(name, status)) });

    await expect(diagnose(services)).rejects.toMatchObject({ code });
  });
});
