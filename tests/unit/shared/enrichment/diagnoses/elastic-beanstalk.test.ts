import { describe, expect, it } from '@jest/globals';
import { elasticBeanstalk } from '#shared/enrichment/diagnoses/elastic-beanstalk.ts';
import { buildAsking, buildFailedAction, buildRun, knowsRuns } from '#tests/support/build-failed-action.ts';
import { refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsQuery, toXml } from '#tests/support/fake-aws-query.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';

function situation(answer: string | Error, run: Parameters<typeof buildRun>[0] = {}) {
  const client = new FakeAwsQuery(answer);
  const configuration = { ApplicationName: 'shop', EnvironmentName: 'shop-prod' };
  const services = new FakeAwsServices({
    ELASTIC_BEANSTALK: client,
    CODEPIPELINE: knowsRuns(buildRun({ configuration, ...run })),
  });
  const diagnose = () => elasticBeanstalk.diagnose(buildFailedAction(), buildAsking(services));
  return { client, services, diagnose };
}

function saying(...newestFirst: readonly string[]): string {
  return toXml('DescribeEventsResult', {
    Events: newestFirst.map((Message) => ({ Message, Severity: 'ERROR' })),
  });
}

describe('an environment of Elastic Beanstalk', () => {
  it('tells the first error since the action began, and on which instance', async () => {
    const { client, services, diagnose } = situation(
      saying(
        'Failed to deploy application.',
        '[Instance: i-0abc] Command failed on instance. Return code: 1\nOutput: npm ERR!',
      ),
    );

    expect(await diagnose()).toEqual({
      failedAt: 'i-0abc',
      why: 'Command failed on instance. Return code: 1\nOutput: npm ERR!',
    });
    expect(services.asked).toEqual(['CODEPIPELINE eu-central-1', 'ELASTIC_BEANSTALK eu-west-1']);
    expect(client.calls).toEqual([
      {
        action: 'DescribeEvents',
        parameters: expect.objectContaining({
          ApplicationName: 'shop',
          EnvironmentName: 'shop-prod',
          StartTime: '2026-03-04T09:21:58.502Z',
        }),
      },
    ]);
  });

  it.each([
    ['Failed to deploy application.', 'Failed to deploy application.'],
    ['[Instance: none of ours', '[Instance: none of ours'],
  ])('tells %j as it is', async (message, why) => {
    expect(await situation(saying(message)).diagnose()).toEqual({ failedAt: 'shop-prod', why });
  });

  it('tells an error that is no more than an instance', async () => {
    expect(await situation(saying('[Instance: i-0abc] ')).diagnose()).toMatchObject({ failedAt: 'i-0abc' });
  });

  it.each([
    ['it has no errors', saying(), {}],
    ['there is none', refusal('InvalidParameterValue'), {}],
    ['nobody names it', saying('an error'), { configuration: {} }],
    ['nobody tells since when', saying('an error'), { overrides: { startTime: undefined } }],
  ])('is not diagnosed where %s', async (_, answer, run) => {
    expect(await situation(answer, run).diagnose()).toBeUndefined();
  });

  it.each([
    ['Throttling', 400, 'rate_limited'],
    ['ServiceUnavailable', 503, 'unavailable'],
    ['AccessDenied', 403, 'config'],
  ])('cannot be diagnosed after %s (HTTP %d): %s', async (name, status, code) => {
    await expect(situation(refusal(name, status)).diagnose()).rejects.toMatchObject({ code });
  });
});
