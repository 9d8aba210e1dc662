const BUILD =
  'the phase that failed and its message, the number of the build and its place in a batch; how many tests failed, and which; the end of its log';
const COMMANDS = 'the error in words; the page and the end of its log';
const DEPLOYMENT =
  'the first target that failed, at which step and why, with the end of its log; how many failed; the error and the rollback of the deployment';
const STACK_SETS = 'the first account and Region that failed, and why; how many did';

/** What services add to a message after a failure, by kind of action; shared/enrichment/ has the code. */
export const SHOWS: Readonly<Record<string, string>> = {
  'Source/CodeStarSourceConnection':
    'that the connection waits to be completed or is in error, and the page for it; of the commit, where no event tells: who wrote it, subject, branch and repository',
  'Source/CodeCommit': 'of the commit: who wrote it, subject and repository',
  'Source/GitHub': 'of the commit: subject and branch',
  'Source/ECR': 'of the image: its tags, its repository, and how many findings of which severity a scan has',
  'Build/ECRBuildAndPublish': COMMANDS,
  'Build/CodeBuild': BUILD,
  'Test/CodeBuild': BUILD,
  'Approval/Manual': 'who decided and why, by the record of the approval',
  'Deploy/CodeDeploy': DEPLOYMENT,
  'Deploy/CodeDeployToECS': DEPLOYMENT,
  'Deploy/CloudFormation': 'the resource that failed first, be it in a stack within the stack, and why',
  'Deploy/ECS':
    'why the last task stopped, with its container and exit code; what the rollout says and how many tasks failed; the last event of the service that tells of trouble',
  'Invoke/StepFunctions': 'the error that the execution ended with, and the message of its cause',
  'Compute/Commands': COMMANDS,
  'Deploy/CloudFormationStackSet': STACK_SETS,
  'Deploy/CloudFormationStackInstances': STACK_SETS,
  'Deploy/ElasticBeanstalk':
    'the first error of the environment since the action began, and on which instance',
  'Deploy/EC2': 'the first instance that failed, at which step and why',
  'Invoke/Lambda': "the page of the function's log",
};

export interface AskedOfAny {
  readonly action: string;
  readonly when: string;
  readonly shows: string;
}

/** What is asked of CodePipeline whatever the kind of action. */
export const ASKED_OF_ANY: readonly AskedOfAny[] = [
  {
    action: 'codepipeline:GetPipeline',
    when: 'once for a version of a pipeline; an approval waits',
    shows: 'its stages, those that wait too; until when the approval waits',
  },
  {
    action: 'codepipeline:GetPipelineState',
    when: 'a stage failed and none of its actions did; an approval waits',
    shows:
      'which condition stopped the stage, and what its rule says; whether a newer execution waits behind the approval',
  },
  {
    action: 'codepipeline:ListActionExecutions',
    when: 'an action failed; an approval waits',
    shows:
      'what CodePipeline was told by whoever ran the action, where its service says no more; by which names its service is to be asked; what sources tell of a commit; note and link of the approval, and who wrote what it is about',
  },
  {
    action: 'codepipeline:ListPipelineExecutions',
    when: 'an action failed; an approval waits',
    shows:
      'how much came since the stage last succeeded, linked to compare; the commits that are to be approved',
  },
];
