import type { Clock } from '#shared/clients/clock.ts';
import type { Outbox } from '#shared/clients/queues.ts';
import {
  type ApprovalContext,
  isAbout,
  TASK_PROVIDER,
  toApprovalReference,
} from '#shared/domain/approval.ts';
import { deriveExecution, type Execution } from '#shared/domain/execution.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { type ExecutionIdentity, toRecordKey } from '#shared/domain/pipeline-event.ts';
import { ConfigError } from '#shared/errors.ts';
import { type ApprovalRule, findApprovalRule } from '#shared/routing/approval-rule.ts';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';
import { destinationsOf, route } from '#shared/routing/route.ts';
import type { Rule } from '#shared/routing/rule.ts';
import { type ApprovalPlace, saveApproval, toApprovalId } from '#shared/store/approvals.ts';
import { addObservations, observationsIn } from '#shared/store/executions.ts';
import type { Table } from '#shared/store/table.ts';

export interface AskApp {
  readonly clock: Clock;
  readonly table: Table;
  readonly rules: readonly Rule[];
  readonly approvalRules: readonly ApprovalRule[];
  readonly destinations: Parameters<typeof toDeliveryMessages>[1];
  readonly deliveries: Outbox;
}

/** Who asks beside CodePipeline's own approvals, and what for. */
export interface Question {
  readonly identity: ExecutionIdentity;
  readonly stage: string;
  readonly action: string;
  /** Answers a state machine's task; of a job, the run of its action. The same token is the same question. */
  readonly token: string;
  readonly by: NonNullable<ApprovalPlace['by']>;
  readonly context: ApprovalContext;
}

/**
 * Makes the approval's record and lets destinations look, as for an approval of CodePipeline. A repeat changes nothing.
 * Gives the approval's id.
 *
 * @throws ConfigError: a question that nobody sees or may answer would keep who asks waiting in vain
 */
export async function askPeople(question: Question, app: AskApp): Promise<string> {
  const { identity, stage, action, token, by, context } = question;
  const record = toRecordKey(identity);
  const place = { execution: record, stage, action, token, by };
  const id = toApprovalId(place);
  const now = app.clock.now();
  const known = observationsIn((await app.table.get([record])).get(record));
  const isAsked = known.some(({ facts }) => facts.approval === id);
  const news = isAsked ? [] : observe(question, { known, id, now });
  const execution = deriveExecution(identity, [...known, ...news]);
  const destinations = findDestinations(execution, id, app);
  if (!isAsked) {
    await saveApproval(app.table, id, { place, context, now });
    await addObservations(app.table, record, { observations: news, now });
  }
  const dispatch = { record, destinations, urgent: true, settled: true };
  await app.deliveries.send(toDeliveryMessages(dispatch, app.destinations));
  return id;
}

interface Asked {
  readonly known: readonly Observation[];
  readonly id: string;
  readonly now: number;
}

function observe(question: Question, { known, id, now }: Asked): readonly Observation[] {
  const { identity, stage, action, by } = question;
  const execution = deriveExecution(identity, known);
  const told = execution.stages
    .find(({ name }) => name === stage)
    ?.actions.find(({ name }) => name === action);
  const attempt = told?.attempt ?? execution.attempt;
  const reference = toApprovalReference({ stage, action, attempt, startedAt: now, id, by });
  const isTold = known.some((seen) => seen.stage === stage && seen.action === action);
  if (isTold || by !== 'task') return [reference];
  // A state machine's question is no action that an event would tell of.
  const facts = { provider: TASK_PROVIDER };
  return [{ state: 'STARTED', time: now, attempt, stage, action, facts }, reference];
}

function findDestinations(
  execution: Execution,
  id: string,
  { rules, approvalRules }: AskApp,
): readonly string[] {
  const verdicts = route(execution, rules);
  const approval = execution.approvals.find((one) => one.id === id);
  if (approval === undefined) throw new Error('an approval is not on its record');
  const { stage, action } = approval;
  const { pipeline } = execution.identity;
  const place = `${pipeline}/${stage}/${action}`;
  if (findApprovalRule(approvalRules, { pipeline, stage, action }) === undefined)
    throw new ConfigError(`no rule under approvals in signalbox.yml lets anybody decide ${place}; add one`);
  if (destinationsOf(verdicts.filter(({ announcement }) => isAbout(announcement, approval))).length === 0)
    throw new ConfigError(`no route of signalbox.yml brings the approval ${place} to anybody; add one`);
  return destinationsOf(verdicts);
}
