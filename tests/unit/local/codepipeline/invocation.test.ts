import { describe, expect, it } from '@jest/globals';
import { ARTIFACT_CREDENTIALS } from '#local/codepipeline/artifact-credentials.ts';
import { getStage } from '#local/codepipeline/definition.ts';
import { rollbackStage } from '#local/codepipeline/rollback.ts';
import { letPass } from './approval-support.ts';
import { buildLambda, FakeLambda, succeed, untilInvoked, withLambda } from './job-support.ts';
import { buildAction, buildDefinition, simulate } from './support.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const COMMIT = '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d';
const MINUTE = 60_000;

describe('a Lambda action', () => {
  it('hands its function a job, and waits', async () => {
    const configuration = { FunctionName: 'gatekeeper', UserParameters: '{"job":"gate"}' };
    const gate = { configuration, inputs: ['SourceCode'], outputs: ['GateReport'] };

    const { lambda, execution, simulation } = await untilInvoked(withLambda(gate));

    const location = (folder: string) => ({
      type: 'S3',
      s3Location: {
        bucketName: 'codepipeline-eu-west-1-111122223333',
        objectKey: expect.stringMatching(new RegExp(`^web-shop/${folder}/[0-9a-f]{7}$`)),
      },
    });
    expect(lambda.invocations).toEqual([
      {
        name: 'gatekeeper',
        event: {
          'CodePipeline.job': {
            id: expect.stringMatching(UUID),
            accountId: '111122223333',
            data: {
              actionConfiguration: { configuration },
              inputArtifacts: [{ name: 'SourceCode', revision: COMMIT, location: location('SourceCode') }],
              outputArtifacts: [{ name: 'GateReport', revision: null, location: location('GateReport') }],
              artifactCredentials: ARTIFACT_CREDENTIALS,
            },
          },
        },
      },
    ]);
    expect(simulation.story(execution).slice(-2)).toEqual(['Gate STARTED', 'Gate/Ask STARTED']);
    expect(simulation.events.at(-1)?.detail['action-execution-id']).not.toBe(lambda.lastJob.id);
  });

  it('tells no parameters and no token where there are none', async () => {
    const { lambda } = await untilInvoked();

    expect(lambda.lastJob.data.actionConfiguration.configuration).toEqual({ FunctionName: 'gatekeeper' });
    expect(lambda.lastJob.data).not.toHaveProperty('continuationToken');
  });

  it('lends credentials that look like those of AWS', () => {
    expect(ARTIFACT_CREDENTIALS.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(ARTIFACT_CREDENTIALS.secretAccessKey).toMatch(/^[\w+/]{40}$/);
    expect(ARTIFACT_CREDENTIALS.sessionToken).toMatch(/^[\w+/]{512}$/);
  });

  it('puts the values of variables into its parameters', async () => {
    const UserParameters =
      '{"id":"#{codepipeline.PipelineExecutionId}","commit":"#{SourceVariables.CommitId}"}';
    const configuration = { FunctionName: 'gatekeeper', UserParameters };

    const { lambda, execution } = await untilInvoked(withLambda({ configuration }));

    expect(lambda.lastJob.data.actionConfiguration.configuration).toEqual({
      FunctionName: 'gatekeeper',
      UserParameters: `{"id":"${execution.id}","commit":"${COMMIT}"}`,
    });
  });

  it('reads the variables of an earlier function', async () => {
    const UserParameters = '#{Ticket.key} of #{Ticket.who}';
    const configuration = { FunctionName: 'announcer', UserParameters };
    const actions = [
      buildLambda('Open', { namespace: 'Ticket' }),
      buildLambda('Say', { configuration, runOrder: 2 }),
    ];
    const { lambda, simulation } = await untilInvoked(
      buildDefinition({ stages: [{ name: 'Gate', actions }] }),
    );

    succeed(simulation, lambda.lastJob, { outputVariables: { key: 'OPS-1', who: 'Ada' } });
    await simulation.finished();

    expect(lambda.invocations[1]?.name).toBe('announcer');
    expect(lambda.lastJob.data.actionConfiguration.configuration['UserParameters']).toBe('OPS-1 of Ada');
  });

  it('fails at its start when a variable stands for nothing, after the others of its order have started', async () => {
    const UserParameters =
      '#{SourceVariables.Tag} #{Ticket.key} #{Ticket.key} #{codepipeline.PipelineExecutionId}';
    const actions = [
      buildLambda('Say', { configuration: { FunctionName: 'announcer', UserParameters } }),
      buildAction('Compile'),
    ];
    const { lambda, simulation, execution } = await untilInvoked(
      buildDefinition({ stages: [{ name: 'Gate', actions }] }),
    );

    expect(lambda.invocations).toEqual([]);
    expect(simulation.story(execution)).toEqual([
      'pipeline STARTED',
      'Gate STARTED',
      'Gate/Say STARTED',
      'Gate/Compile STARTED',
      'Gate/Say FAILED',
      'Gate/Compile SUCCEEDED',
      'Gate FAILED',
      'pipeline FAILED',
    ]);
    expect(simulation.events[4]?.detail['execution-result']).toEqual({
      'external-execution-url':
        'https://console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/announcer',
      'external-execution-summary':
        'The variables of UserParameters could not be resolved: #{SourceVariables.Tag}, #{Ticket.key}. Check that an earlier action has the namespace and gives the variable.',
      'error-code': 'ConfigurationError',
    });
  });

  it.each<[string, { invoke?: () => Promise<void> }]>([
    ['there is no function', {}],
    ['there is not this function', { invoke: () => Promise.reject(refusal()) }],
  ])('fails once when %s', async (_, options) => {
    const simulation = simulate(withLambda(), undefined, { ...options, duplicate: 2 });

    const execution = simulation.start();
    await letPass(simulation, 60 * MINUTE);

    expect(simulation.story(execution).slice(-4)).toEqual([
      'Gate/Ask STARTED',
      'Gate/Ask FAILED',
      'Gate FAILED',
      'pipeline FAILED',
    ]);
    expect(simulation.events.at(-3)?.detail['execution-result']).toMatchObject({
      'error-code': 'PermissionError',
      'external-execution-summary': expect.stringContaining('function gatekeeper could not be invoked'),
    });
  });

  it('waits on when Lambda fails to take the job, which is reported without the credentials', async () => {
    const simulation = simulate(withLambda(), undefined, {
      invoke: () => Promise.reject(new Error('Lambda is down')),
    });

    const execution = simulation.start();
    const error = await simulation.finished().catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({
      errors: [
        {
          message: expect.stringMatching(/^The job \S+ was not accepted$/),
          cause: new Error('Lambda is down'),
        },
      ],
    });
    expect(execution.state).toBe('STARTED');
  });

  it.each([
    ['fails after 20 minutes without an answer', 0],
    ['gives every continuation 20 minutes of its own', 3],
  ])('%s', async (_, continuations) => {
    const { lambda, simulation, execution } = await untilInvoked(undefined, { continueAfterMilliseconds: 0 });
    for (let count = 0; count < continuations; count += 1) {
      await letPass(simulation, 19 * MINUTE);
      succeed(simulation, lambda.lastJob, { continuationToken: 'more' });
      await simulation.finished();
    }

    await letPass(simulation, 20 * MINUTE - 1);
    expect(execution.state).toBe('STARTED');
    await letPass(simulation, 1);

    expect(simulation.story(execution).slice(-3)).toEqual([
      'Gate/Ask FAILED',
      'Gate FAILED',
      'pipeline FAILED',
    ]);
    expect(simulation.events.at(-3)?.detail['execution-result']).toMatchObject({
      'error-code': 'JobFailed',
      'external-execution-summary': expect.stringMatching(
        /^The AWS Lambda function gatekeeper failed to return a result\./,
      ),
    });
  });

  it('is not over when time goes by after its answer', async () => {
    const { lambda, simulation, execution } = await untilInvoked();
    succeed(simulation, lambda.lastJob);

    await letPass(simulation, 60 * MINUTE);

    expect(simulation.story(execution).at(-1)).toBe('pipeline SUCCEEDED');
  });

  it('hands what its function made to the next action', async () => {
    const actions = [
      buildLambda('Ask', { outputs: ['GateReport'] }),
      buildAction('Read', { inputs: ['GateReport'], runOrder: 2 }),
    ];
    const { lambda, simulation } = await untilInvoked(
      buildDefinition({ stages: [{ name: 'Gate', actions }] }),
    );
    const [report] = lambda.lastJob.data.outputArtifacts;

    succeed(simulation, lambda.lastJob);
    await simulation.finished();

    const [made, read] = ['output-artifacts', 'input-artifacts'].map(
      (member) => simulation.events.find(({ detail }) => member in detail)?.detail,
    );
    const { bucketName: bucket, objectKey: key } = report?.location.s3Location ?? {};
    expect(made?.['output-artifacts']).toEqual([{ name: 'GateReport', s3location: { bucket, key } }]);
    expect(read?.['input-artifacts']).toEqual(made?.['output-artifacts']);
  });

  it('asks its function in a rollback, about the commit that it goes back to', async () => {
    const {
      lambda,
      simulation,
      execution: target,
    } = await untilInvoked(withLambda({ inputs: ['SourceCode'] }));
    succeed(simulation, lambda.lastJob);
    await simulation.finished();

    rollbackStage(simulation.world, getStage(simulation.pipeline.definition, 'Gate'), target);
    await simulation.finished();

    expect(lambda.jobs).toHaveLength(2);
    expect(lambda.lastJob.data.inputArtifacts).toMatchObject([{ name: 'SourceCode', revision: COMMIT }]);
  });

  it('is invoked after its start was told', async () => {
    const told: string[] = [];
    const lambda = new FakeLambda();
    lambda.does = () => {
      told.push('invoked');
    };
    const simulation = simulate(withLambda(), undefined, {
      invoke: async (...invocation) => {
        told.push(...simulation.events.slice(-1).map(({ detail }) => `${detail.action} ${detail.state}`));
        await lambda.invoke(...invocation);
      },
    });
    simulation.start();

    await simulation.finished();

    expect(told).toEqual(['Ask STARTED', 'invoked']);
  });
});

function refusal(): Error {
  return Object.assign(new Error('Function not found'), { code: 'ResourceNotFoundException' });
}
