import { askPeople } from '#shared/approvals/ask.ts';
import type { ApprovalContext } from '#shared/domain/approval.ts';
import type { Execution } from '#shared/domain/execution.ts';
import { toFact } from '#shared/domain/facts.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { isTerminal } from '#shared/domain/state.ts';
import {
  approvalIn,
  changeDecision,
  type StoredApproval,
  saveClosed,
  toApprovalKey,
} from '#shared/store/approvals.ts';
import { findExecution } from '#shared/store/executions.ts';
import type { Table } from '#shared/store/table.ts';
import type { JobApp, JobResult, JobRun } from './job.ts';

interface GateQuestion {
  readonly question?: string | undefined;
  readonly reviewLink?: string | undefined;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

interface Asking {
  readonly run: Omit<JobRun<unknown>, 'parameters'>;
  readonly question: GateQuestion;
}

/** `open`: asked, and not decided; `id` is the question's, and the rest what is said of it, meanwhile and at the end. */
type Asked =
  | JobResult
  | { readonly kind: 'open'; readonly id: string; readonly waits: string; readonly ends: string };

const ASKED = { kind: 'open', waits: 'Waits for approval', ends: 'Nobody decided in time' } as const;
const DECIDING = {
  kind: 'open',
  waits: 'Is being decided',
  ends: 'What was decided could not be recorded in time; the log of "command" has more',
} as const;

/** The event that tells in which attempt the action is may be on its way, or lost. */
const RECORD_SECONDS = 180;

/** Asks people once for each run of the action, and then reads what they decided. */
export async function askForApproval({ run, question }: Asking, app: JobApp): Promise<Asked> {
  const { place, startedAt, state } = run;
  const execution = await findExecution(app.table, toRecordKey(place));
  if (state === undefined && !isRunning(execution, place) && app.clock.now() < startedAt + RECORD_SECONDS)
    return { kind: 'waiting', summary: 'Waits for the event of its own action' };
  const { stage, action, actionExecutionId: token } = place;
  const context = toContext(question, execution);
  const id = state ?? (await askPeople({ identity: place, stage, action, token, by: 'job', context }, app));
  const decision = (await findStored(id, app.table))?.details.decision;
  if (decision === undefined) return { ...ASKED, id };
  if (decision.state === 'deciding') return { ...DECIDING, id };
  const people = decision.by.join(', ');
  const why = decision.reason === '' ? '' : `: ${decision.reason}`;
  if (decision.choice === 'reject')
    return { kind: 'failed', type: 'JobFailed', message: `Rejected by ${people}${why}` };
  const outputVariables = { approvedBy: people, reason: decision.reason };
  return { kind: 'done', summary: `Approved by ${people}${why}`, outputVariables };
}

/** Nobody is to be asked for what has failed without them. */
export async function closeQuestion(id: string, { table, clock }: JobApp): Promise<void> {
  const stored = await findStored(id, table);
  if (stored === undefined || stored.details.decision?.state === 'decided') return;
  // One that is still being made is taken back, unless it was made this very moment.
  const from = stored.decisionText;
  if (from !== undefined && !(await changeDecision(table, id, { from, to: undefined }))) return;
  const isOver = clock.now() >= stored.details.context.expiresAt;
  await saveClosed(table, id, isOver ? 'timed out' : 'the gate failed before it was decided');
}

function isRunning(execution: Execution | undefined, { stage, action }: Asking['run']['place']): boolean {
  const actions = execution?.stages.find(({ name }) => name === stage)?.actions ?? [];
  return actions.some(({ name, state }) => name === action && !isTerminal(state));
}

async function findStored(id: string, table: Table): Promise<StoredApproval | undefined> {
  const key = toApprovalKey(id);
  return approvalIn((await table.get([key])).get(key));
}

/** What is to go on is what the execution's sources took. */
function toContext(
  { question = '', reviewLink, expiresAt }: GateQuestion,
  execution?: Execution,
): ApprovalContext {
  const revisions = execution?.revisions ?? [];
  return {
    expiresAt,
    customData: toFact(question) || undefined,
    reviewLink,
    changes: revisions.flatMap(({ commit, subject }) => (commit === undefined ? [] : { commit, subject })),
    authors: revisions.flatMap(({ author: name, authorEmail: email }) =>
      name === undefined && email === undefined ? [] : { name, email },
    ),
    isNewerWaiting: false,
  };
}
