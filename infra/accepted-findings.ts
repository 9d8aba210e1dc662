export interface AcceptedFinding {
  /** As cdk-nag and the CDK's own validation name it. */
  readonly rule: string;
  /** Logical ids in the templates. */
  readonly resources: RegExp;
  readonly reason: string;
}

/**
 * Every finding of cdk-nag's packs AwsSolutions and Serverless that stays, and why. Findings about wildcards
 * (AwsSolutions-IAM5) are not here: ALLOWED_WILDCARDS has them one by one. docs/security.md tells of both.
 */
export const ACCEPTED_FINDINGS: readonly AcceptedFinding[] = [
  {
    rule: 'AwsSolutions-S1',
    resources: /^(ArchiveBucket|ServerlessDeploymentBucket)$/,
    reason:
      'access logs need a second bucket that grows for ever; who reads the archive is seen in CloudTrail, by data events where they are wanted',
  },
  {
    rule: 'AwsSolutions-SQS3',
    resources: /^DeadLetters$/,
    reason: 'it is a dead-letter queue, of a rule: the check knows those of queues and functions only',
  },
  {
    rule: 'Serverless-SQSRedrivePolicy',
    resources: /DeadLetters$/,
    reason: 'a dead-letter queue is where messages end; what lies in it raises an alarm',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    resources: /^(Ingest|Enrich|Deliver|Command|Archive)LambdaFunction$/,
    reason:
      'a queue invokes it, and that queue has the dead-letter queue; one on the function would stay empty',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    resources: /^(Slack|ApprovalDashrequest)LambdaFunction$/,
    reason: 'who calls it waits for the answer; there is no event that could be kept for later',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    resources: /^PipelineDashjobLambdaFunction$/,
    reason:
      'a job’s event holds live credentials, which a queue would keep; CodePipeline itself fails an action without an answer (docs/decisions/0013)',
  },
  {
    rule: 'AwsSolutions-APIG4',
    resources: /^HttpApiRoutePostSlack$/,
    reason:
      'Slack signs its requests and sends no other credentials; the function verifies the signature over the very bytes, which an authorizer does not get to see',
  },
  {
    rule: 'Serverless-LambdaEventSourceMappingDestination',
    resources: /EventSourceMappingSQS\w+Queue$/,
    reason: 'Lambda takes on-failure destinations for streams only; here the queue has the dead-letter queue',
  },
  {
    rule: 'Serverless-LambdaAsyncFailureDestination',
    resources: /^ReconcileLambdaEvConf$/,
    reason: 'a dead-letter queue on the function does the same, and its other check asks for that one',
  },
  {
    rule: 'Serverless-LambdaStarPermissions',
    resources: /^\w+Role$/,
    reason: 'it says that there are wildcards; which ones, and why each, is in the table of wildcards',
  },
  {
    rule: 'W1030',
    resources: /^DeadLettersAlarm$/,
    reason: 'the empty default is never used: a condition leaves the action out',
  },
];
