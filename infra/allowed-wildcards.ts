export interface AllowedWildcard {
  readonly actions: readonly string[];
  /** The resource's text in the template, or the end of it where the beginning names one thing. */
  readonly resource: string | { readonly endsWith: string };
  readonly reason: string;
}

/** Every wildcard in the roles' resources, and why it is there: a test knows no others. */
export const ALLOWED_WILDCARDS: readonly AllowedWildcard[] = [
  {
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    resource: '*',
    reason: 'AWS X-Ray has no resource level for writing traces',
  },
  {
    actions: ['states:SendTaskHeartbeat', 'states:SendTaskSuccess', 'states:SendTaskFailure'],
    resource: '*',
    reason:
      'Step Functions has no resource level for tasks: only who holds a task’s token can answer it, and state machines give theirs to us',
  },
  {
    actions: [
      'codepipeline:GetJobDetails',
      'codepipeline:PutJobSuccessResult',
      'codepipeline:PutJobFailureResult',
    ],
    resource: '*',
    reason: 'CodePipeline has no resource level for jobs: only who was handed a job knows its id',
  },
  {
    actions: ['cloudwatch:DescribeAlarms'],
    resource: '*',
    reason:
      'CloudWatch tells of composite alarms only who may ask for all (reference: DescribeAlarms), and which alarms hold a gate is said in each pipeline; reading an alarm changes nothing',
  },
  {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resource: { endsWith: ':log-stream:*' },
    reason: 'Lambda names the log streams; the log group before the wildcard is the function’s own',
  },
  {
    actions: ['secretsmanager:GetSecretValue'],
    resource: { endsWith: '-??????' },
    reason: 'Secrets Manager ends every ARN in six characters of its own; the name before them is whole',
  },
  {
    actions: [
      'codepipeline:GetPipeline',
      'codepipeline:GetPipelineState',
      'codepipeline:ListActionExecutions',
      'codepipeline:ListPipelineExecutions',
    ],
    resource: 'arn:${AWS::Partition}:codepipeline:*:${AWS::AccountId}:*',
    reason:
      'which pipelines there are is not known when we deploy, and events come from every Region whose bus forwards them here; reading this account’s own pipelines changes nothing',
  },
  {
    actions: ['codepipeline:GetPipelineExecution', 'codepipeline:ListActionExecutions'],
    resource: 'arn:${AWS::Partition}:codepipeline:*:${AWS::AccountId}:*',
    reason:
      'as above: reconcile asks after executions of any pipeline of this account; reading changes nothing',
  },
  {
    actions: [
      'codepipeline:GetPipeline',
      'codepipeline:GetPipelineState',
      'codepipeline:ListActionExecutions',
      'codepipeline:ListDeployActionExecutionTargets',
      'codepipeline:ListPipelineExecutions',
    ],
    resource: 'arn:${AWS::Partition}:codepipeline:*:${AWS::AccountId}:*',
    reason:
      'the reading role of a member: its pipelines are not known either, and the role serves all its Regions',
  },
  {
    actions: [
      'codepipeline:PutApprovalResult',
      'codepipeline:RetryStageExecution',
      'codepipeline:RollbackStage',
      'codepipeline:StopPipelineExecution',
    ],
    resource: 'arn:${AWS::Partition}:codepipeline:*:${AWS::AccountId}:*',
    reason:
      'the deciding role of a member, made only when it is asked for: who may decide what is for signalbox.yml to say',
  },
  {
    actions: ['codepipeline:PutApprovalResult'],
    resource: 'arn:${AWS::Partition}:codepipeline:*:${AWS::AccountId}:*/*/*',
    reason: 'as above, for this account: PIPELINE/STAGE/ACTION; the rules under approvals say who may decide',
  },
  {
    actions: ['codepipeline:RetryStageExecution', 'codepipeline:RollbackStage'],
    resource: 'arn:${AWS::Partition}:codepipeline:*:${AWS::AccountId}:*/*',
    reason:
      'PIPELINE/STAGE; the rules under controls say who may retry and roll back, and without one nobody may',
  },
  {
    actions: ['states:DescribeExecution'],
    resource: { endsWith: ':*' },
    reason:
      'executions of the state machines under jobs.stateMachines, whose names before the wildcard are whole: each is named after a run of an action',
  },
  {
    actions: ['codepipeline:GetPipelineExecution', 'codepipeline:ListPipelineExecutions'],
    resource: 'arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:*',
    reason:
      'failure-response looks for what to go back to, and how it went, in whichever pipeline failed; reading changes nothing',
  },
  {
    actions: ['codepipeline:RetryStageExecution', 'codepipeline:RollbackStage'],
    resource: 'arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:*/*',
    reason:
      'failure-response does so where a route sends it a failure and people choose it; it is deployed only where a destination names it',
  },
  {
    actions: [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
    resource: '*',
    reason:
      'Step Functions delivers the log of a state machine by calls that have no resource level, or need them all',
  },
  {
    actions: ['s3:PutObject'],
    resource: '${ArchiveBucket.Arn}/events/*',
    reason: 'the archive writes new objects, under its own prefix',
  },
  {
    actions: ['s3:PutObject'],
    resource: '${ArchiveBucket.Arn}/snapshots/*',
    reason: 'deliver writes one snapshot per execution, under its own prefix',
  },
  {
    actions: ['s3:PutObject'],
    resource: '${ArchiveBucket.Arn}/audit/*',
    reason:
      'command writes one object per decision or refusal, under its own prefix, where none can be replaced',
  },
];
