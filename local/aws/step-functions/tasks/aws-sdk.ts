import { StateError } from '../state-error.ts';
import { callJson, type WireService } from './json-call.ts';
import { capitalized, renamed, uncapitalized } from './members.ts';

/** Every service that speaks JSON at the front door, by its name in the states language. */
const SERVICES: ReadonlyMap<string, WireService> = new Map([
  ['cloudwatchlogs', { name: 'CloudWatchLogs', target: 'Logs_20140328' }],
  ['codebuild', { name: 'CodeBuild', target: 'CodeBuild_20161006' }],
  ['codedeploy', { name: 'CodeDeploy', target: 'CodeDeploy_20141006' }],
  ['codepipeline', { name: 'CodePipeline', target: 'CodePipeline_20150709' }],
  ['dynamodb', { name: 'DynamoDb', target: 'DynamoDB_20120810' }],
  ['eventbridge', { name: 'EventBridge', target: 'AWSEvents' }],
  ['secretsmanager', { name: 'SecretsManager', target: 'secretsmanager' }],
  ['sfn', { name: 'Sfn', target: 'AWSStepFunctions' }],
  ['sqs', { name: 'Sqs', target: 'AmazonSQS' }],
]);

// The members of the others begin with a small letter on the wire.
const IN_PASCAL_CASE: readonly string[] = ['dynamodb', 'eventbridge', 'secretsmanager', 'sqs'];

interface SdkCall {
  /** As the states language names it. */
  readonly id: string;
  /** In camelCase. */
  readonly operation: string;
  readonly input: unknown;
}

/** arn:aws:states:::aws-sdk:<service>:<operation> */
export async function callSdk(
  { id, operation, input }: SdkCall,
  caller: { readonly endpoint: string; readonly key: string },
): Promise<unknown> {
  const service = SERVICES.get(id);
  if (!service) throw new StateError('States.Runtime', `The embedded AWS has no service aws-sdk:${id}`);
  const isSame = IN_PASCAL_CASE.includes(id);
  const body = renamed(input, isSame ? String : uncapitalized);
  const answer = await callJson({ service, operation: capitalized(operation), body }, caller);
  return renamed(answer, isSame ? String : capitalized);
}
