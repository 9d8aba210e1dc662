import { createHash } from 'node:crypto';
import type { App } from '#shared/app.ts';
import type { ApprovalMessage } from '#shared/domain/approval-message.ts';
import type { Notice } from '#shared/domain/notice.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { UnavailableError } from '#shared/errors.ts';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';
import { destinationsOf, route } from '#shared/routing/route.ts';
import { addObservations, observationsIn } from '#shared/store/executions.ts';
import { saveNotice } from '#shared/store/notices.ts';
import type { AskApp } from './ask-approval.ts';

export type ConfirmApp = AskApp & Pick<App, 'enrichments'>;

interface Confirming {
  readonly app: ConfirmApp;
  readonly isLastTry: boolean;
}

const ASK_AGAIN_SECONDS = 8;

/**
 * The message names no execution and may be forged: it counts only as far as CodePipeline knows its token. Then it is
 * one more reason to ask, as the action's own event is.
 */
export async function confirmMessage(
  message: ApprovalMessage,
  { app, isLastTry }: Confirming,
): Promise<void> {
  const executionId = await app.approvals.findExecution(message, message.token);
  if (executionId === undefined) return refuse(message, { app, isLastTry });
  const { region, pipeline, stage, action } = message;
  const record = toRecordKey({ account: app.account, region, pipeline, executionId });
  await assertStarted(record, message, { app, isLastTry });
  await app.enrichments.send([{ body: JSON.stringify({ record, approval: { stage, action } }) }]);
}

/** The action's own event says in which attempt it is; without it, in the first. */
async function assertStarted(
  record: string,
  { stage, action }: ApprovalMessage,
  { app, isLastTry }: Confirming,
) {
  const known = observationsIn((await app.table.get([record])).get(record));
  if (known.some((seen) => seen.stage === stage && seen.action === action)) return;
  if (!isLastTry) throw soon('the event of an approval is on its way');
  const now = app.clock.now();
  const facts = { provider: 'Approval/Manual' };
  const started = { state: 'STARTED', time: now, attempt: 1, stage, action, facts };
  await addObservations(app.table, record, { observations: [started], now });
}

/** Told to people, for somebody may have meant to deceive them; without buttons. */
async function refuse(message: ApprovalMessage, { app, isLastTry }: Confirming): Promise<void> {
  if (!isLastTry) throw soon('CodePipeline does not know the token of an approval message yet');
  const { region, pipeline, stage, action } = message;
  app.telemetry.warn('An approval message is not confirmed by CodePipeline', { pipeline, stage, action });
  app.telemetry.count('ApprovalsUnconfirmed');
  const notice: Notice = {
    kind: 'notice',
    id: createHash('sha256').update(JSON.stringify(message)).digest('hex').slice(0, 32),
    title: `An approval message for ${pipeline}/${stage}/${action} that CodePipeline does not confirm: outdated or forged`,
    source: 'Signalbox',
    account: app.account,
    region,
    resource: pipeline,
    time: app.clock.now(),
  };
  const record = await saveNotice(app.table, notice, app.clock.now());
  const destinations = destinationsOf(route(notice, app.rules));
  await app.deliveries.send(toDeliveryMessages({ record, destinations, urgent: false }, app.destinations));
}

function soon(what: string): UnavailableError {
  return new UnavailableError(what, { retryAfterSeconds: ASK_AGAIN_SECONDS });
}
