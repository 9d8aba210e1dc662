import type { App } from '#shared/app.ts';
import {
  type ApprovalContext,
  isAbout,
  TASK_PROVIDER,
  toApprovalReference,
} from '#shared/domain/approval.ts';
import { deriveExecution, type Execution } from '#shared/domain/execution.ts';
import { toFact } from '#shared/domain/facts.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { ConfigError } from '#shared/errors.ts';
import { findApprovalRule } from '#shared/routing/approval-rule.ts';
import { toDeliveryMessages } from '#shared/routing/delivery-messages.ts';
import { destinationsOf, route } from '#shared/routing/route.ts';
import { saveApproval, toApprovalId } from '#shared/store/approvals.ts';
import { addObservations, observationsIn } from '#shared/store/executions.ts';
import { type ApprovalRequest, parseRequest } from './parse-request.ts';

export type RequestApp = Pick<
  App,
  | 'clock'
  | 'telemetry'
  | 'table'
  | 'rules'
  | 'approvalRules'
  | 'destinations'
  | 'deliveries'
  | 'account'
  | 'region'
>;

/** As CodePipeline's own approvals. */
const TIMEOUT_SECONDS = 7 * 86_400;

/** Makes the approval's record and lets destinations look, as for an approval of CodePipeline. A repeat changes nothing. */
export async function requestApproval(input: unknown, app: RequestApp): Promise<void> {
  const request = parseRequest(input);
  const { pipeline, executionId, stage, action, taskToken: token } = request;
  const identity = { account: app.account, region: app.region, pipeline, executionId };
  const record = toRecordKey(identity);
  const place = { execution: record, stage, action, token, by: 'task' } as const;
  const id = toApprovalId(place);
  const now = app.clock.now();
  const known = observationsIn((await app.table.get([record])).get(record));
  const isAsked = known.some(({ facts }) => facts.approval === id);
  const news = isAsked ? [] : observe(deriveExecution(identity, known), { request, known, id, now });
  const execution = deriveExecution(identity, [...known, ...news]);
  const destinations = findDestinations(execution, id, app);
  if (!isAsked) {
    await saveApproval(app.table, id, { place, context: toContext(request, now), now });
    await addObservations(app.table, record, { observations: news, now });
  }
  const dispatch = { record, destinations, urgent: true, settled: true };
  await app.deliveries.send(toDeliveryMessages(dispatch, app.destinations));
}

interface Asked {
  readonly request: ApprovalRequest;
  readonly known: readonly Observation[];
  readonly id: string;
  readonly now: number;
}

/** The reference to the approval and, where nothing tells of it yet, its action. */
function observe(execution: Execution, { request, known, id, now }: Asked): readonly Observation[] {
  const { stage, action } = request;
  const told = execution.stages
    .find(({ name }) => name === stage)
    ?.actions.find(({ name }) => name === action);
  const attempt = told?.attempt ?? execution.attempt;
  const reference = toApprovalReference({ stage, action, attempt, startedAt: now, id, by: 'task' });
  if (known.some((seen) => seen.stage === stage && seen.action === action)) return [reference];
  const facts = { provider: TASK_PROVIDER };
  return [{ state: 'STARTED', time: now, attempt, stage, action, facts }, reference];
}

function toContext(
  { question = '', reviewLink, timeoutSeconds }: ApprovalRequest,
  now: number,
): ApprovalContext {
  return {
    expiresAt: now + (timeoutSeconds ?? TIMEOUT_SECONDS),
    customData: toFact(question) || undefined,
    reviewLink,
    changes: [],
    authors: [],
    isNewerWaiting: false,
  };
}

/** @throws ConfigError: a question that nobody sees or may answer would keep the state machine waiting in vain */
function findDestinations(
  execution: Execution,
  id: string,
  { rules, approvalRules }: RequestApp,
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
