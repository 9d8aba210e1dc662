import { type Approval, approvalKeyOf, reminderKeyOf } from './approval.ts';
import type { Execution, Failure } from './execution.ts';

export const STATUSES = [
  'started',
  'retried',
  'failed',
  'recovered',
  'succeeded',
  'stopped',
  'canceled',
  'superseded',
  'approval',
  'reminder',
  'notice',
] as const;
/** A digest is routed by what is in it, so no route can name it. */
export type Status = (typeof STATUSES)[number] | 'digest';

/** Something there is to say about a record, once per destination. */
export interface Announcement {
  /** Stable: the same for every order of events, and in every later version of the list. */
  readonly key: string;
  readonly status: Status;
  readonly attempt: number;
  /** Told apart from the key, since the stage of a failure may become known after the failure. */
  readonly stage: string | undefined;
  /** False while events, or answers of services, that explain it may still be on their way. */
  readonly explained: boolean;
}

/**
 * What there is to say about an execution, oldest first.
 *
 * The list only grows: a key that was there for fewer observations is there for more. An attempt is announced when
 * there was news of it: one event with a large number is no hundred retries. A failure is announced
 * once per attempt, whichever of the action, stage and pipeline events comes first; later facts change its card,
 * not its key (docs/decisions/0003). Nothing while only a call for it is known: CodePipeline may have refused what
 * CloudTrail tells of, or its events are on their way.
 */
export function announcements(execution: Execution): readonly Announcement[] {
  if (!execution.hasBegun) return [];
  const list: Announcement[] = [toAnnouncement('started')];
  for (let attempt = 1; attempt <= execution.attempt; attempt += 1) {
    if (attempt > 1 && execution.attempts.has(attempt))
      list.push({ ...toAnnouncement('retried', attempt), key: `retried ${attempt}` });
    list.push(...execution.approvals.filter((approval) => approval.attempt === attempt).flatMap(toRequests));
    if (hasFailed(execution, attempt)) list.push(failed(execution, attempt));
  }
  if (execution.seen.has('STOPPED')) list.push(toAnnouncement('stopped'));
  if (execution.seen.has('CANCELED')) list.push(toAnnouncement('canceled'));
  if (execution.seen.has('SUPERSEDED')) list.push(toAnnouncement('superseded'));
  if (execution.seen.has('SUCCEEDED')) {
    if (Number(execution.seen.get('SUCCEEDED')) > 1)
      list.push({ ...toAnnouncement('recovered'), explained: execution.failures.length > 0 });
    list.push(toAnnouncement('succeeded'));
  }
  return list;
}

function toRequests(approval: Approval): readonly Announcement[] {
  const { attempt, stage, reminders } = approval;
  const reminding = { ...toAnnouncement('reminder', attempt), stage };
  return [
    { ...toAnnouncement('approval', attempt), key: approvalKeyOf(approval), stage },
    ...reminders.map((time) => ({ ...reminding, key: reminderKeyOf(approval, time) })),
  ];
}

/** Where attempts are inferred, a failure that moves up when a retry becomes known leaves the failure that was retried. */
function hasFailed({ failures, inferredAttempts, attempts }: Execution, attempt: number): boolean {
  return failures.some(
    (failure) =>
      failure.attempt === attempt || (inferredAttempts && attempts.has(attempt) && failure.attempt > attempt),
  );
}

function failed({ failures }: Execution, attempt: number): Announcement {
  const failure = failures.find((candidate) => candidate.attempt === attempt);
  const explained = failure === undefined || isExplained(failure);
  return { ...toAnnouncement('failed', attempt), key: `failed ${attempt}`, stage: failure?.stage, explained };
}

/** Of an approval, who answered is asked for in its own way. */
function isExplained({ actions }: Failure): boolean {
  return (
    actions.length > 0 &&
    actions.every(({ isExplained, facts }) => isExplained || facts.provider?.startsWith('Approval/'))
  );
}

export function toAnnouncement(status: Status, attempt = 1): Announcement {
  return { key: status, status, attempt, stage: undefined, explained: true };
}
