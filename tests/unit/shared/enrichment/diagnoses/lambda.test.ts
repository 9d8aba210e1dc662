import { describe, expect, it } from '@jest/globals';
import { lambda } from '#shared/enrichment/diagnoses/lambda.ts';
import { buildAsking, buildFailedAction, buildRun, knowsRuns } from '#tests/support/build-failed-action.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';

const LOG =
  'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fsmoke-test';

describe('a function that a pipeline invokes', () => {
  it('has a log, which the address of the event leads to', async () => {
    const url = 'https://console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/smoke-test';
    const services = new FakeAwsServices();

    expect(await lambda.diagnose(buildFailedAction({ facts: { url } }), buildAsking(services))).toEqual({
      url: LOG,
    });
    expect(services.asked).toEqual([]);
  });

  it('has a log, which the configuration leads to', async () => {
    const configuration = { FunctionName: 'smoke-test', UserParameters: 'canary' };
    const services = new FakeAwsServices({ CODEPIPELINE: knowsRuns(buildRun({ configuration })) });

    expect(await lambda.diagnose(buildFailedAction(), buildAsking(services))).toEqual({ url: LOG });
  });

  it('has none where nobody names it', async () => {
    const services = new FakeAwsServices({ CODEPIPELINE: knowsRuns(buildRun()) });

    expect(await lambda.diagnose(buildFailedAction(), buildAsking(services))).toBeUndefined();
  });
});
