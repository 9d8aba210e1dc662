import * as z from 'zod/mini';
import type { AwsService } from '#shared/clients/aws-json.ts';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, listOf, partOf, Quantity } from './ask.ts';

export const CODEPIPELINE: AwsService = {
  id: 'CODEPIPELINE',
  host: 'codepipeline',
  target: 'CodePipeline_20150709',
  version: '1.1',
};

/** A variable that nobody has put a value to names nothing. */
const Name = z.pipe(
  Text,
  z.transform((text) => (text?.includes('#{') ? undefined : text)),
);

// These names and no others: parameters and variables of actions may be secret.
const Values = z.object({
  ApplicationName: Name,
  ClusterName: Name,
  ConnectionArn: Name,
  DeploymentGroupName: Name,
  EnvironmentName: Name,
  FunctionName: Name,
  ProjectName: Name,
  RepositoryName: Name,
  ServiceName: Name,
  StackName: Name,
  StackSetName: Name,
  StateMachineArn: Name,
});
export type Values = z.infer<typeof Values>;

const Anything = z.catch(z.optional(z.looseObject({})), undefined);
const Input = z.pipe(
  z.catch(
    z.object({
      actionTypeId: partOf({ category: Text, provider: Text }),
      configuration: Anything,
      resolvedConfiguration: Anything,
      roleArn: Text,
    }),
    {},
  ),
  z.transform(({ actionTypeId, configuration, resolvedConfiguration, roleArn }) => ({
    provider: actionTypeId && `${actionTypeId.category}/${actionTypeId.provider}`,
    values: Values.parse({ ...configuration, ...resolvedConfiguration }),
    roleArn,
  })),
);

// Of a source's variables, these; what other actions hand on may be secret.
const Commit = z.object({
  AuthorDisplayName: Text,
  AuthorEmail: Text,
  BranchName: Text,
  CommitId: Text,
  CommitMessage: Text,
  FullRepositoryName: Text,
  ProviderType: Text,
});
/** What a source tells of a commit that it took, as far as it does. */
export type Commit = z.infer<typeof Commit>;

const Runs = z.object({
  actionExecutionDetails: listOf({
    actionExecutionId: Text,
    stageName: Text,
    actionName: Text,
    status: Text,
    startTime: Quantity,
    input: Input,
    output: partOf({
      executionResult: partOf({
        externalExecutionId: Text,
        externalExecutionUrl: Text,
        errorDetails: partOf({ code: Text, message: Text }),
        logStreamARN: Text,
      }),
      outputVariables: z.catch(z.optional(Commit), undefined),
    }),
  }),
});

/** A run of an action, as CodePipeline remembers it; of what it was told to do, names of things alone. */
export type Run = z.infer<typeof Runs>['actionExecutionDetails'][number];

export interface ExecutionPlace {
  readonly pipelineRegion: string;
  readonly pipeline: string;
  readonly executionId: string;
}

/** The newest hundred of an execution, newest first; none of one that CodePipeline does not know. */
export async function listRuns(
  services: AwsServices,
  { pipelineRegion, pipeline, executionId }: ExecutionPlace,
): Promise<readonly Run[]> {
  const listed = await ask(services, {
    service: CODEPIPELINE,
    region: pipelineRegion,
    operation: 'ListActionExecutions',
    input: {
      pipelineName: pipeline,
      filter: { pipelineExecutionId: executionId },
      maxResults: 100,
    },
    answer: Runs,
    absent: ['PipelineNotFoundException', 'PipelineExecutionNotFoundException'],
  });
  return listed?.actionExecutionDetails ?? [];
}
