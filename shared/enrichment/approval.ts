import type { ActionPlace, ApprovalRun, Approvals } from '#shared/clients/approvals.ts';
import type { Telemetry } from '#shared/clients/telemetry.ts';
import {
  type ApprovalContext,
  type Author,
  type Change,
  toApprovalReference,
} from '#shared/domain/approval.ts';
import type { Execution } from '#shared/domain/execution.ts';
import { toFact } from '#shared/domain/facts.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { AppError, UnavailableError } from '#shared/errors.ts';
import { parseSourceSummary } from '#shared/sources/source-summary.ts';
import { saveAnswer, saveApproval, toApprovalId } from '#shared/store/approvals.ts';
import type { Table } from '#shared/store/table.ts';

/** CodePipeline's own, where the action names none. */
const TIMEOUT_MINUTES = 7 * 24 * 60;
const MAX_CHANGES = 20;
const MAX_LINK = 500;
const ASK_AGAIN_SECONDS = 8;

export interface Question {
  readonly stage: string;
  readonly action: string;
}

interface Lookup {
  readonly table: Table;
  readonly approvals: Approvals;
  readonly telemetry: Telemetry;
  readonly now: number;
}

/**
 * The approval that an execution waits for, as an observation on its record; its own record holds the rest. Undefined:
 * it waits no more, and who answered is on its record.
 *
 * @throws UnavailableError while CodePipeline does not tell of it yet
 */
export async function observeApproval(
  execution: Execution,
  question: Question,
  lookup: Lookup,
): Promise<Observation | undefined> {
  const { region, pipeline, executionId } = execution.identity;
  const place = { region, pipeline, ...question };
  const run = await lookup.approvals.findRun(place, executionId);
  if (run === undefined) throw notYet(place);
  if (run.status !== 'InProgress') return remember(run, { execution, question, lookup });
  const { token, isNewerWaiting } = await findToken(place, { executionId, run, lookup });
  if (token === undefined) throw notYet(place);
  const stored = { execution: toRecordKey(execution.identity), ...question, token };
  const id = toApprovalId(stored);
  const context = { ...(await contextOf(run, { place, executionId, lookup })), isNewerWaiting };
  await saveApproval(lookup.table, id, { place: stored, context, now: lookup.now });
  return toReference(execution, { question, startedAt: run.startedAt, id });
}

/** CodePipeline could not be asked: people are told all the same, and decide in the console. */
export function withoutToken(execution: Execution, question: Question): Observation {
  return toReference(execution, { question, startedAt: execution.newestAt, id: undefined });
}

interface Told {
  readonly question: Question;
  readonly startedAt: number;
  readonly id: string | undefined;
}

function toReference(execution: Execution, { question, startedAt, id }: Told): Observation {
  const stage = execution.stages.find(({ name }) => name === question.stage);
  const action = stage?.actions.find(({ name }) => name === question.action);
  return toApprovalReference({ ...question, startedAt, id, attempt: action?.attempt ?? execution.attempt });
}

interface Asked {
  readonly executionId: string;
  readonly run: ApprovalRun;
  readonly lookup: Lookup;
}

/** The stage's own token; in PARALLEL mode, where a stage tells of no execution, the run's external id. */
async function findToken(place: ActionPlace, { executionId, run, lookup }: Asked) {
  const state = await lookup.approvals.getStage(place);
  const token =
    state.executionId === executionId
      ? state.token
      : state.executionId === undefined
        ? run.externalId
        : undefined;
  return { token, isNewerWaiting: state.isNewerWaiting };
}

interface Ended {
  readonly execution: Execution;
  readonly question: Question;
  readonly lookup: Lookup;
}

/** Who answered it, for the approvals of that action that nobody is known to have answered. */
async function remember(
  { updatedBy, summary }: ApprovalRun,
  { execution, question, lookup }: Ended,
): Promise<undefined> {
  const last = execution.approvals.findLast(
    ({ stage, action }) => stage === question.stage && action === question.action,
  );
  if (last?.id === undefined) return;
  const answer = { by: updatedBy, summary: summary === undefined ? undefined : toFact(summary) };
  await saveAnswer(lookup.table, last.id, answer);
}

interface Surroundings {
  readonly place: ActionPlace;
  readonly executionId: string;
  readonly lookup: Lookup;
}

async function contextOf(
  { startedAt, customData, reviewLink, authors }: ApprovalRun,
  { place, executionId, lookup }: Surroundings,
): Promise<Omit<ApprovalContext, 'isNewerWaiting'>> {
  const { approvals } = lookup;
  const [minutes, changes] = await Promise.all([
    orNothing(approvals.findTimeoutMinutes(place), lookup),
    orNothing(approvals.listChanges(place, executionId), lookup),
  ]);
  return {
    expiresAt: startedAt + 60 * (minutes ?? TIMEOUT_MINUTES),
    customData: customData === undefined ? undefined : toFact(customData) || undefined,
    reviewLink: reviewLink !== undefined && reviewLink.length <= MAX_LINK ? reviewLink : undefined,
    changes: (changes ?? []).slice(0, MAX_CHANGES).map(toChange),
    authors: authors.slice(0, MAX_CHANGES).map(toAuthor),
  };
}

/** What cannot be had costs its facts, never the question. */
async function orNothing<T>(asked: Promise<T>, { telemetry }: Lookup): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    telemetry.error('A fact of an approval could not be had', error);
    telemetry.count('FactsMissed');
    return undefined;
  }
}

function toChange({ commit, subject }: Change): Change {
  const [line = ''] = parseSourceSummary(subject ?? '')
    .trimStart()
    .split('\n', 1);
  return { commit: toFact(commit), subject: toFact(line) || undefined };
}

function toAuthor({ name, email }: Author): Author {
  const [whole, address] = [toFact(name ?? ''), toFact(email ?? '')];
  return { name: whole || undefined, email: address || undefined };
}

function notYet({ pipeline, stage, action }: ActionPlace): UnavailableError {
  return new UnavailableError(
    `CodePipeline does not tell of the approval ${pipeline}/${stage}/${action} yet`,
    {
      retryAfterSeconds: ASK_AGAIN_SECONDS,
    },
  );
}
