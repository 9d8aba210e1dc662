import type { App } from '#shared/app.ts';
import { escapeTo, time } from '#shared/channels/slack/text.ts';
import { isWaiting } from '#shared/domain/approval.ts';
import { linkOf } from '#shared/presentation/console-link.ts';
import { formatTime, toLine } from '#shared/presentation/format.ts';
import type { OpenRecords } from '#shared/store/open-records.ts';
import { findApproval, type Subject } from './find-approval.ts';
import { joinLines, nameOf } from './status-line.ts';

export type ApprovalsApp = Pick<App, 'table' | 'approvalRules'> & { readonly open: OpenRecords };

/** More than anybody reads. */
const MAX_RECORDS = 50;
const MAX_NAME = 250;

/** What waits for a decision, the most pressing first. */
export async function listApprovals(app: ApprovalsApp): Promise<string> {
  const everything = {
    kind: 'approval',
    touchedBefore: Number.MAX_SAFE_INTEGER,
    limit: MAX_RECORDS,
  } as const;
  const listed = await app.open.list(everything);
  const found = await Promise.all(listed.map(({ key }) => findApproval(key, app)));
  const waiting = found
    .filter((subject) => subject !== undefined)
    .filter(({ approval }) => isWaiting(approval))
    .sort((left, right) => deadlineOf(left) - deadlineOf(right));
  return waiting.length === 0 ? 'No approval waits.' : joinLines(waiting.map(toText));
}

function toText(subject: Subject): string {
  const { execution, approval } = subject;
  const { stage, action } = approval;
  const name = nameOf(execution.identity.pipeline, linkOf(execution));
  const deadline = deadlineOf(subject);
  const where = escapeTo(toLine(`${stage}/${action}`), MAX_NAME);
  const how = subject.rule === undefined ? ', in the AWS console only' : '';
  return `${name} ${where} until ${time(deadline, formatTime(deadline))}${how}`;
}

function deadlineOf({ stored }: Subject): number {
  return stored.details.context.expiresAt;
}
