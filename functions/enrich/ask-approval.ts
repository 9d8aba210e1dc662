import type { App } from '#shared/app.ts';
import { deriveExecution, type Execution } from '#shared/domain/execution.ts';
import { observeApproval, type Question, withoutToken } from '#shared/enrichment/approval.ts';
import { AppError } from '#shared/errors.ts';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';
import { destinationsOf, route } from '#shared/routing/route.ts';
import { addObservations } from '#shared/store/executions.ts';

export type AskApp = Pick<
  App,
  'clock' | 'telemetry' | 'table' | 'rules' | 'destinations' | 'deliveries' | 'approvals' | 'account'
>;

interface Asking {
  /** Key of the execution's record. */
  readonly record: string;
  readonly app: AskApp;
  readonly isLastTry: boolean;
}

/** Makes the approval's own record, or remembers who answered it, and lets destinations look. */
export async function askApproval(execution: Execution, question: Question, asking: Asking): Promise<void> {
  const { record, app } = asking;
  const found = await findApproval(execution, question, asking);
  const now = app.clock.now();
  const observations =
    found === undefined
      ? undefined
      : await addObservations(app.table, record, { observations: [found], now });
  const present = observations === undefined ? execution : deriveExecution(execution.identity, observations);
  const destinations = destinationsOf(route(present, app.rules));
  if (destinations.length === 0) return;
  const dispatch = { record, destinations, urgent: found !== undefined, settled: true };
  await app.deliveries.send(toDeliveryMessages(dispatch, app.destinations));
}

async function findApproval(execution: Execution, question: Question, { app, isLastTry }: Asking) {
  // Only the pipelines of the own account can be asked.
  if (execution.identity.account !== app.account) return withoutToken(execution, question);
  try {
    return await observeApproval(execution, question, { ...app, now: app.clock.now() });
  } catch (error) {
    if (!(error instanceof AppError) || (error.remedy === 'retry' && !isLastTry)) throw error;
    app.telemetry.error(
      'An approval could not be asked after',
      error,
      question.stage === '' ? {} : { ...question },
    );
    app.telemetry.count('FactsMissed');
    return withoutToken(execution, question);
  }
}
