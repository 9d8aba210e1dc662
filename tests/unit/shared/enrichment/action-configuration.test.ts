import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { createRecent } from '#shared/clients/recent.ts';
import { createActionConfigurations } from '#shared/enrichment/action-configuration.ts';
import type { Run } from '#shared/enrichment/action-runs.ts';
import { diagnoseAnyAction } from '#shared/enrichment/fallback.ts';
import {
  BEGAN,
  buildAsking,
  buildFailedAction,
  buildRun,
  knowsRuns,
} from '#tests/support/build-failed-action.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';
import { FakeClock } from '#tests/support/fakes.ts';

const FAILED_AT = BEGAN + 370;
const ERROR = { code: 'JobFailed', message: 'The deployment failed because of its health checks.' };

function configurationsOver(client: FakeAwsJson) {
  const services = new FakeAwsServices({ CODEPIPELINE: client });
  return { services, configurations: createActionConfigurations(services, createRecent(new FakeClock())) };
}

describe('what an action was told to do', () => {
  it('is asked of CodePipeline where the pipeline is', async () => {
    const client = knowsRuns(
      buildRun({
        configuration: { ApplicationName: 'checkout', DeploymentGroupName: 'prod' },
        error: ERROR,
        overrides: {
          output: {
            executionResult: {
              externalExecutionId: 'd-4QX7TB2LM',
              externalExecutionUrl: 'https://example.com/d',
              errorDetails: ERROR,
              logStreamARN: 'arn:aws:logs:eu-west-1:111122223333:log-group:g:log-stream:s',
            },
          },
        },
      }),
    );
    const { services, configurations } = configurationsOver(client);

    const configuration = await configurations.find(buildFailedAction());

    expect(configuration).toEqual({
      values: { ApplicationName: 'checkout', DeploymentGroupName: 'prod' },
      actionExecutionId: 'c4ef9195-df6c-4422-bbff-faf28137db93',
      startedAt: BEGAN,
      errorCode: 'JobFailed',
      errorMessage: ERROR.message,
      externalId: 'd-4QX7TB2LM',
      url: 'https://example.com/d',
      logStreamArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:g:log-stream:s',
    });
    expect(services.asked).toEqual(['CODEPIPELINE eu-central-1']);
    expect(client.calls).toEqual([
      {
        operation: 'ListActionExecutions',
        input: {
          pipelineName: 'web-checkout',
          filter: { pipelineExecutionId: 'cf6fc77a-1c29-45c6-9deb-2c5f684e47d3' },
          maxResults: 100,
        },
      },
    ]);
  });

  it('is told by names of things alone', async () => {
    const secrets = {
      ParameterOverrides: '{"Password":"canary"}',
      EnvironmentVariables: '[{"name":"TOKEN","value":"canary"}]',
      UserParameters: 'canary',
      OAuthToken: 'canary',
    };
    const { configurations } = configurationsOver(
      knowsRuns(buildRun({ configuration: { StackName: 'orders', ...secrets } })),
    );

    const configuration = await configurations.find(buildFailedAction());

    expect(configuration?.values).toEqual({ StackName: 'orders' });
    expect(JSON.stringify(configuration)).not.toContain('canary');
  });

  it('has the values of variables, and not the variables', async () => {
    const input = {
      configuration: { StackName: '#{variables.STACK}', StackSetName: '#{variables.SET}' },
      resolvedConfiguration: { StackName: 'orders' },
    };
    const { configurations } = configurationsOver(knowsRuns(buildRun({ overrides: { input } })));

    expect((await configurations.find(buildFailedAction()))?.values).toEqual({ StackName: 'orders' });
  });

  it.each([
    ['arn:aws:iam::111122223333:role/deploy', { StackName: 'orders' }],
    ['arn:aws:iam::222233334444:role/111122223333', {}],
  ])('is none of another account: the action runs as %s', async (roleArn, values) => {
    const input = { configuration: { StackName: 'orders' }, roleArn };
    const { configurations } = configurationsOver(knowsRuns(buildRun({ overrides: { input } })));

    expect((await configurations.find(buildFailedAction()))?.values).toEqual(values);
  });

  it('is asked for once an execution, be it of many actions at the same time', async () => {
    const client = knowsRuns(
      buildRun({ configuration: { StackName: 'one' } }),
      buildRun({ configuration: { StackName: 'two' }, overrides: { actionName: 'Stack' } }),
    );
    const { configurations } = configurationsOver(client);
    const [one, two, other] = [{}, { action: 'Stack' }, { executionId: 'another' }].map(buildFailedAction);

    const found = await Promise.all(
      [one, two, one, other].map((action) => action && configurations.find(action)),
    );

    expect(found.map((configuration) => configuration?.values.StackName)).toEqual([
      'one',
      'two',
      'one',
      'one',
    ]);
    expect(client.calls).toHaveLength(2);
  });

  it.each([
    ['of an action that failed with the first', {}, 1],
    ['of one that ran on meanwhile', { action: 'Slow' }, 2],
    ['of a later attempt', { failedAt: FAILED_AT + 12 }, 2],
    ['of the same execution id in another account', { account: '222233334444' }, 2],
  ])('is asked for again in the next batch, or not: %s', async (_, later, calls) => {
    const clock = new FakeClock(FAILED_AT + 2);
    const recent = createRecent<readonly Run[]>(clock);
    const client = knowsRuns(
      buildRun(),
      buildRun({ overrides: { actionName: 'Slow', status: 'InProgress' } }),
    );
    const services = new FakeAwsServices({ CODEPIPELINE: client });

    await createActionConfigurations(services, recent).find(buildFailedAction({ failedAt: FAILED_AT }));
    clock.time += 10;
    const batch = createActionConfigurations(services, recent);
    await batch.find(buildFailedAction({ failedAt: FAILED_AT, ...later }));
    await batch.find(buildFailedAction({ failedAt: FAILED_AT, ...later }));

    expect(client.calls).toHaveLength(calls);
  });

  it.each([
    ['the newest failure', {}, 'third'],
    ['the one that the event names', { externalId: 'first' }, 'first'],
    ['the newest when the event names none of them', { externalId: 'other' }, 'third'],
  ])('is of %s', async (_, facts, id) => {
    const run = (externalExecutionId: string, status = 'Failed') =>
      buildRun({ overrides: { status, output: { executionResult: { externalExecutionId } } } });
    const { configurations } = configurationsOver(
      knowsRuns(run('fourth', 'InProgress'), run('third'), run('second', 'Succeeded'), run('first')),
    );

    expect((await configurations.find(buildFailedAction({ facts })))?.externalId).toBe(id);
  });

  it('is known of a run that CodePipeline does not call failed yet, never of one that succeeded', async () => {
    const running = configurationsOver(knowsRuns(buildRun({ overrides: { status: 'InProgress' } })));
    const succeeded = configurationsOver(knowsRuns(buildRun({ overrides: { status: 'Succeeded' } })));

    expect(await running.configurations.find(buildFailedAction())).toMatchObject({ startedAt: BEGAN });
    expect(await succeeded.configurations.find(buildFailedAction())).toBeUndefined();
  });

  it.each([
    ['nothing', new FakeAwsJson({})],
    ['another action', knowsRuns(buildRun({ overrides: { actionName: 'Other' } }))],
    ['another stage', knowsRuns(buildRun({ overrides: { stageName: 'Other' } }))],
    ['no such pipeline', new FakeAwsJson(refusal('PipelineNotFoundException'))],
    ['no such execution', new FakeAwsJson(refusal('PipelineExecutionNotFoundException'))],
  ])('is not known where CodePipeline tells of %s', async (_, client) => {
    const { configurations } = configurationsOver(client);

    expect(await configurations.find(buildFailedAction())).toBeUndefined();
  });

  it('may lack anything', async () => {
    const bare = { stageName: 'Deploy', actionName: 'Fleet', status: 'Failed' };
    const { configurations } = configurationsOver(new FakeAwsJson({ actionExecutionDetails: [bare] }));

    expect(await configurations.find(buildFailedAction())).toEqual({ values: {} });
  });

  it('is not read from what is no object', async () => {
    const { configurations } = configurationsOver(new FakeAwsJson('text'));

    await expect(configurations.find(buildFailedAction())).rejects.toBeInstanceOf(z.core.$ZodError);
  });

  it.each([
    ['ThrottlingException', 400, 'rate_limited'],
    ['InternalFailure', 500, 'unavailable'],
    ['AccessDeniedException', 400, 'config'],
  ])('cannot be had after %s (HTTP %d): %s', async (name, status, code) => {
    const { configurations } = configurationsOver(new FakeAwsJson(refusal(name, status)));

    await expect(configurations.find(buildFailedAction())).rejects.toMatchObject({
      code,
      message: expect.stringContaining('CODEPIPELINE ListActionExecutions'),
    });
  });
});

describe('the diagnosis of any action', () => {
  const asking = () =>
    buildAsking(new FakeAwsServices({ CODEPIPELINE: knowsRuns(buildRun({ error: ERROR })) }));

  it('is what CodePipeline was told', async () => {
    const failed = buildFailedAction({ facts: { summary: 'Job failed' } });

    expect(await diagnoseAnyAction(failed, asking())).toEqual({ why: ERROR.message });
  });

  it('is none where the event says as much, or CodePipeline nothing', async () => {
    const failed = buildFailedAction({ facts: { summary: ERROR.message } });
    const silent = new FakeAwsServices({ CODEPIPELINE: knowsRuns(buildRun()) });

    expect(await diagnoseAnyAction(failed, asking())).toBeUndefined();
    expect(await diagnoseAnyAction(buildFailedAction(), buildAsking(silent))).toBeUndefined();
  });
});
