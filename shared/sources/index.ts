import type { ApprovalMessage } from '#shared/domain/approval-message.ts';
import { alarms } from './alarms.ts';
import { appconfig } from './appconfig.ts';
import { parseApprovalMessage } from './approval-topic.ts';
import { cloudformation } from './cloudformation.ts';
import { cloudtrail } from './cloudtrail.ts';
import { codeartifact } from './codeartifact.ts';
import { codebuild } from './codebuild.ts';
import { codecommit } from './codecommit.ts';
import { codedeploy } from './codedeploy.ts';
import { parseDeploymentTrigger } from './codedeploy-trigger.ts';
import { codepipeline } from './codepipeline.ts';
import { ecr } from './ecr.ts';
import { ecs } from './ecs.ts';
import { elasticBeanstalk } from './elastic-beanstalk.ts';
import { failureResponse } from './failure-response.ts';
import { inspector } from './inspector.ts';
import { notificationRule } from './notification-rule.ts';
import { own } from './own.ts';
import { s3 } from './s3.ts';
import { Envelope, type Reading, type Source, type SourceContext } from './source.ts';
import { stepFunctions } from './step-functions.ts';
import { bareNotice } from './to-notice.ts';

/** At most one matches an event; it reads it. */
export const sources: readonly Source[] = [
  codepipeline,
  notificationRule,
  cloudtrail,
  own,
  failureResponse,
  alarms,
  appconfig,
  cloudformation,
  codeartifact,
  codebuild,
  codecommit,
  codedeploy,
  ecr,
  ecs,
  elasticBeanstalk,
  inspector,
  s3,
  stepFunctions,
];

export type Read = Reading | { readonly approval: ApprovalMessage };

/**
 * Reads whatever arrived. An event that no source knows becomes a notice.
 *
 * @throws InvalidInputError when a source knows the kind and the event lacks what identifies it
 */
export function readEvent(raw: unknown, context: SourceContext): Read {
  const approval = parseApprovalMessage(raw);
  if (approval !== undefined) return { approval };
  const deployment = parseDeploymentTrigger(raw);
  if (deployment !== undefined) return deployment;
  const parsed = Envelope.safeParse(raw);
  if (!parsed.success) return { notice: bareNotice(raw, undefined) };
  const source = sources.find((candidate) => candidate.matches(parsed.data));
  return source === undefined ? { notice: bareNotice(raw, parsed.data) } : source.read(parsed.data, context);
}
