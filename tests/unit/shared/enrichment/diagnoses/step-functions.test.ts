import { describe, expect, it } from '@jest/globals';
import type { Facts } from '#shared/domain/facts.ts';
import { stepFunctions } from '#shared/enrichment/diagnoses/step-functions.ts';
import { buildAsking, buildFailedAction } from '#tests/support/build-failed-action.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';

const ARN = 'arn:aws:states:eu-west-1:111122223333:execution:migrations:35936313-6ca4-4983-984b-9cb2ab6041f3';
const URL = `https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/${encodeURIComponent(ARN)}`;

function diagnose(answer: unknown, facts: Facts = { externalId: ARN }) {
  const client = new FakeAwsJson(answer);
  const services = new FakeAwsServices({ SFN: client });
  const told = stepFunctions.diagnose(buildFailedAction({ facts }), buildAsking(services));
  return { client, services, told };
}

describe('an execution of a state machine', () => {
  it('tells the error that it ended with, never what it was given and gave', async () => {
    const { client, services, told } = diagnose({
      executionArn: ARN,
      status: 'FAILED',
      input: '{"password":"canary"}',
      output: '"canary"',
      error: 'Migration.Failed',
      cause: 'Column total exists already',
    });

    expect(await told).toEqual({ why: 'Migration.Failed: Column total exists already', url: URL });
    expect(services.asked).toEqual(['SFN eu-west-1']);
    expect(client.calls).toEqual([{ operation: 'DescribeExecution', input: { executionArn: ARN } }]);
  });

  it.each([
    ['{"errorMessage":"No such table","errorType":"Error","trace":["canary"]}', 'Error: No such table'],
    ['{"Build":{"Environment":{"EnvironmentVariables":[{"Value":"canary"}]}}}', 'Error'],
    ['["canary"]', 'Error'],
    ['{not JSON', 'Error: {not JSON'],
    ['"quoted"', 'Error: "quoted"'],
    [undefined, 'Error'],
  ])('tells of the cause %j: %j', async (cause, why) => {
    expect(await diagnose({ error: 'Error', cause }).told).toEqual({ why, url: URL });
  });

  it('may have no error, as when it was aborted', async () => {
    expect(await diagnose({ status: 'ABORTED' }).told).toEqual({ url: URL });
    expect(await diagnose({ cause: 'Stopped by hand' }).told).toEqual({ why: 'Stopped by hand', url: URL });
  });

  it('is known by the address of the event', async () => {
    const url = `https://console.aws.amazon.com/states/home?region=eu-west-1#/executions/details/${ARN}`;
    const { client, told } = diagnose({}, { url });

    await told;

    expect(client.calls[0]?.input).toEqual({ executionArn: ARN });
  });

  it.each([
    [{}],
    [{ externalId: 'another id' }],
    [{ externalId: ARN.replace('111122223333', '222233334444') }],
    [{ externalId: 'arn:aws:states:eu-west-1:111122223333:express:migrations:a:b' }],
  ])('is not asked for where there is none: %j', async (facts) => {
    const { client, told } = diagnose({ error: 'Error' }, facts);

    expect(await told).toBeUndefined();
    expect(client.calls).toEqual([]);
  });

  it.each(['ExecutionDoesNotExist', 'InvalidArn', 'KmsAccessDeniedException'])(
    'is not diagnosed after %s',
    async (name) => {
      expect(await diagnose(refusal(name)).told).toBeUndefined();
    },
  );

  it.each([
    ['ThrottlingException', 400, 'rate_limited'],
    ['InternalFailure', 500, 'unavailable'],
    ['AccessDeniedException', 400, 'config'],
  ])('cannot be diagnosed after %s (HTTP %d): %s', async (name, status, code) => {
    await expect(diagnose(refusal(name, status)).told).rejects.toMatchObject({ code });
  });
});
