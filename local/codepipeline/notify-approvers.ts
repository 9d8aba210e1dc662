import type { ApprovalRun, Position } from './execution.ts';
import type { World } from './world.ts';

/** Of an SNS subject. */
const LONGEST_SUBJECT = 100;

/** Publishes to the topic that the action names, if it names one, as the service does. */
export function notifyApprovers(world: World, position: Position, run: ApprovalRun): void {
  const { configuration: { NotificationArn } = {}, name } = run.definition;
  if (NotificationArn === undefined) return;
  const pipeline = position.execution.pipeline.definition.name;
  const subject = `APPROVAL NEEDED: AWS CodePipeline ${pipeline} for action ${name}`;
  world.notify(NotificationArn, subject.slice(0, LONGEST_SUBJECT), message(world, position, run));
}

function message({ place: { region } }: World, { execution, stage }: Position, run: ApprovalRun): string {
  const { ExternalEntityLink = null, CustomData = null } = run.definition.configuration ?? {};
  const pipelineName = execution.pipeline.definition.name;
  const stageName = stage.definition.name;
  const actionName = run.definition.name;
  const { token, expiresAt } = run.approval;
  const consoleLink = `https://console.aws.amazon.com/codesuite/codepipeline/pipelines/${pipelineName}/view?region=${region}`;
  return JSON.stringify({
    region,
    consoleLink,
    approval: {
      pipelineName,
      stageName,
      actionName,
      token,
      expires: toMinute(expiresAt),
      externalEntityLink: ExternalEntityLink,
      approvalReviewLink: `${consoleLink}#/${stageName}/${actionName}/approve/${token}`,
      customData: CustomData,
    },
  });
}

/** As in 2026-03-11T09:22Z. */
function toMinute(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16)}Z`;
}
