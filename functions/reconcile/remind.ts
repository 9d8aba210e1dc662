import type { App } from '#shared/app.ts';
import { whyClosed } from '#shared/approvals/closed.ts';
import { lastReminder } from '#shared/approvals/reminders.ts';
import { isWaiting, toReminder } from '#shared/domain/approval.ts';
import { deriveExecution, type Execution } from '#shared/domain/execution.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { findApprovalRule } from '#shared/routing/approval-rule.ts';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';
import { destinationsOf, route } from '#shared/routing/route.ts';
import { approvalIn, parseApprovalKey, type StoredApproval, saveClosed } from '#shared/store/approvals.ts';
import { addObservations, findExecution } from '#shared/store/executions.ts';
import { closeRecord, type OpenRecord, type OpenRecords, touchRecord } from '#shared/store/open-records.ts';

type RemindApp = Pick<
  App,
  'clock' | 'telemetry' | 'table' | 'rules' | 'destinations' | 'deliveries' | 'approvalRules' | 'tasks'
> & { readonly open: OpenRecords };

/** Each is looked at once in this time. */
const ROUND_SECONDS = 240;
const MAX_RECORDS = 200;
const NEEDED_MILLISECONDS = 5000;

/** Has people reminded of approvals that wait, and closes the records of those that do not. Nothing open costs no call. */
export async function remind(app: RemindApp, remainingMilliseconds: () => number): Promise<void> {
  const touchedBefore = app.clock.now() - ROUND_SECONDS;
  const open = await app.open.list({ kind: 'approval', touchedBefore, limit: MAX_RECORDS });
  for (const record of open) {
    if (remainingMilliseconds() < NEEDED_MILLISECONDS) return;
    await attempt(record, app);
  }
}

/** One that cannot be looked at must not cost the others theirs; the next sweep looks again. */
async function attempt(record: OpenRecord, app: RemindApp): Promise<void> {
  try {
    await lookAfter(record, app);
  } catch (error) {
    app.telemetry.error('An approval could not be looked after', error, { record: record.key });
    app.telemetry.count('FactsMissed');
  }
}

async function lookAfter({ key }: OpenRecord, app: RemindApp): Promise<void> {
  const stored = approvalIn((await app.table.get([key])).get(key));
  const execution = stored && (await findExecution(app.table, stored.place.execution));
  if (stored === undefined || execution === undefined) return closeRecord(app.table, key);
  const approval = execution.approvals.find(({ id }) => id === parseApprovalKey(key));
  const details = { ...stored.details, authority: undefined };
  if (approval?.id === undefined || !isWaiting({ ...approval, details })) return closeRecord(app.table, key);
  if (await isClosed(stored, app)) {
    await saveClosed(app.table, approval.id, whyClosed(details.context, app.clock.now()));
    return letLook(execution, { urgent: false, app });
  }
  const now = app.clock.now();
  const rule = findApprovalRule(app.approvalRules, {
    pipeline: execution.identity.pipeline,
    ...stored.place,
  });
  const { expiresAt } = stored.details.context;
  const due = lastReminder({ startedAt: approval.startedAt, expiresAt }, rule, now);
  if (due !== undefined && !approval.reminders.includes(due)) {
    const observations = await addObservations(app.table, stored.place.execution, {
      observations: [toReminder(approval, due)],
      now,
    });
    await letLook(deriveExecution(execution.identity, observations), { urgent: true, app });
  }
  await touchRecord(app.table, key, now);
}

/** Who asks by a task hears at every sweep that people are still being asked, and says whether it waits for them. */
async function isClosed({ place, details }: StoredApproval, { tasks, clock }: RemindApp): Promise<boolean> {
  // What is being decided is closed by its own answer, what CodePipeline asks by CodePipeline.
  if (place.by === undefined || details.decision !== undefined) return false;
  if (clock.now() >= details.context.expiresAt) return true;
  return place.by === 'task' && (await tasks.beat(place.token)) === 'CLOSED';
}

interface Looking {
  readonly urgent: boolean;
  readonly app: RemindApp;
}

async function letLook(execution: Execution, { urgent, app }: Looking): Promise<void> {
  const destinations = destinationsOf(route(execution, app.rules));
  const dispatch = { record: toRecordKey(execution.identity), destinations, urgent, settled: true };
  await app.deliveries.send(toDeliveryMessages(dispatch, app.destinations));
}
