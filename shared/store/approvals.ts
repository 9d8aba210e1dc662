import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type {
  Answer,
  ApprovalContext,
  ApprovalDetails,
  Decision,
  ToldAnswer,
  Vote,
} from '#shared/domain/approval.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { RECORD_LIFETIME_SECONDS } from './executions.ts';
import type { Item, Table } from './table.ts';

/** Where the approval is, and the token that answers it. The token leaves the table for CodePipeline only. */
const Place = z.object({
  /** Key of the execution's record. */
  execution: z.string(),
  stage: z.string(),
  action: z.string(),
  token: z.string(),
  /** A task of a state machine asks and is answered, or a job of a pipeline, which looks for itself; else CodePipeline. */
  by: z.optional(z.enum(['task', 'job'])),
});
export type ApprovalPlace = Readonly<z.infer<typeof Place>>;

const Context = z.object({
  expiresAt: z.number(),
  customData: z.optional(z.string()),
  reviewLink: z.optional(z.string()),
  changes: z.array(z.object({ commit: z.string(), subject: z.optional(z.string()) })),
  authors: z.array(z.object({ name: z.optional(z.string()), email: z.optional(z.string()) })),
  isNewerWaiting: z.boolean(),
  choices: z.optional(z.array(z.string())),
});
const Choice = z.enum(['approve', 'reject']);
const StoredVote = z.object({
  user: z.string(),
  name: z.string(),
  choice: Choice,
  option: z.optional(z.string()),
  reason: z.string(),
  at: z.number(),
});
const StoredDecision = z.object({
  state: z.enum(['deciding', 'decided']),
  choice: Choice,
  option: z.optional(z.string()),
  by: z.array(z.string()),
  reason: z.string(),
  at: z.number(),
  request: z.string(),
});
const StoredAnswer = z.object({ by: z.optional(z.string()), summary: z.optional(z.string()) });

const PREFIX = 'approval/';
const SCHEMA = '1';

/** A hash, for the token must not be read from it. CodePipeline's own without the execution, which no trail of an answer names. */
export function toApprovalId({ execution, stage, action, token, by }: ApprovalPlace): string {
  const whose = by === undefined ? execution.slice(0, execution.lastIndexOf('/')) : execution;
  return createHash('sha256')
    .update(JSON.stringify([whose, stage, action, token]))
    .digest('hex');
}

export function toApprovalKey(id: string): string {
  return `${PREFIX}${id}`;
}

/** Undefined for what cannot be one. */
export function parseApprovalKey(key: string): string | undefined {
  return /^approval\/([0-9a-f]{64})$/.exec(key)?.[1];
}

export interface StoredApproval {
  readonly place: ApprovalPlace;
  readonly details: Omit<ApprovalDetails, 'authority'>;
  /** As it is stored, which the next compare-and-set expects. */
  readonly decisionText: string | undefined;
}

export function approvalIn(item: Item | undefined): StoredApproval | undefined {
  const place = item?.strings.get('place');
  const context = item?.strings.get('context');
  if (item === undefined || place === undefined || context === undefined) return undefined;
  const decision = item.strings.get('decision');
  return {
    place: Place.parse(JSON.parse(place)),
    details: {
      context: toContext(context),
      votes: toVotes(item.sets.get('votes') ?? []),
      decision: decision === undefined ? undefined : StoredDecision.parse(JSON.parse(decision)),
      answer: answerIn(item),
      problem: item.strings.get('problem'),
      closed: item.strings.get('closed'),
    },
    decisionText: decision,
  };
}

interface Saving {
  readonly place: ApprovalPlace;
  readonly context: ApprovalContext;
  readonly now: number;
}

/** The same from every source that tells of it; open until the sweep finds that it is not. */
export async function saveApproval(table: Table, id: string, { place, context, now }: Saving): Promise<void> {
  await table.add(toApprovalKey(id), {
    strings: {
      schema: SCHEMA,
      place: JSON.stringify(place),
      context: JSON.stringify(context),
      open: 'approval',
    },
    numbers: { touched: now, expires: now + RECORD_LIFETIME_SECONDS },
  });
}

/** Adding is idempotent: who clicks twice has one vote. Gives the approval with it. */
export async function addVote(table: Table, id: string, vote: Vote): Promise<StoredApproval | undefined> {
  return approvalIn(await table.add(toApprovalKey(id), { sets: { votes: [JSON.stringify(vote)] } }));
}

interface DecisionChange {
  readonly from: string | undefined;
  readonly to: Decision | undefined;
}

/** Compare and set; false when somebody else was first. */
export async function changeDecision(
  table: Table,
  id: string,
  { from, to }: DecisionChange,
): Promise<boolean> {
  const value = to === undefined ? undefined : JSON.stringify(to);
  return table.replace(toApprovalKey(id), 'decision', { expected: from, value });
}

export async function saveAnswer(table: Table, id: string, answer: Answer): Promise<void> {
  await table.add(toApprovalKey(id), { strings: { answer: JSON.stringify(answer) }, remove: ['open'] });
}

/** Beside what CodePipeline says, which comes first, and perhaps before the approval is known. Gives that, if it is. */
export async function saveToldAnswer(
  table: Table,
  { stage, action, token, by, summary, ...pipeline }: ToldAnswer,
  now: number,
): Promise<StoredApproval | undefined> {
  const execution = toRecordKey({ ...pipeline, executionId: '' });
  const id = toApprovalId({ execution, stage, action, token });
  const told = JSON.stringify({ by, summary });
  const numbers = { expires: now + RECORD_LIFETIME_SECONDS };
  return approvalIn(await table.add(toApprovalKey(id), { strings: { schema: SCHEMA, told }, numbers }));
}

/** Undefined: there is none any more. */
export async function saveProblem(table: Table, id: string, problem: string | undefined): Promise<void> {
  await table.add(
    toApprovalKey(id),
    problem === undefined ? { remove: ['problem'] } : { strings: { problem } },
  );
}

/** Nobody is asked any more; `why` is the end of 'is void: '. */
export async function saveClosed(table: Table, id: string, why: string): Promise<void> {
  await table.add(toApprovalKey(id), { strings: { closed: why }, remove: ['open'] });
}

function toContext(text: string): ApprovalContext {
  const { customData, reviewLink, changes, authors, ...rest } = Context.parse(JSON.parse(text));
  return {
    ...rest,
    customData,
    reviewLink,
    changes: changes.map(({ commit, subject }) => ({ commit, subject })),
    authors: authors.map(({ name, email }) => ({ name, email })),
  };
}

/** One of each person: a rejection, or else the first. */
function toVotes(texts: readonly string[]): readonly Vote[] {
  // In the order of their texts first: a set has none, and people who voted in one second must not change places.
  const votes = texts
    .toSorted()
    .map((text) => StoredVote.parse(JSON.parse(text)))
    .sort((left, right) => right.choice.localeCompare(left.choice) || left.at - right.at);
  return votes
    .filter(({ user }, index) => votes.findIndex((other) => other.user === user) === index)
    .sort((left, right) => left.at - right.at);
}

/** As CodePipeline tells, which may not know by whom; the rest as a trail does. */
function answerIn({ strings }: Item): Answer | undefined {
  const [answer, told] = ['answer', 'told'].map((name) => toAnswer(strings.get(name)));
  return answer && told
    ? { by: answer.by ?? told.by, summary: answer.summary ?? told.summary }
    : (answer ?? told);
}

function toAnswer(text: string | undefined): Answer | undefined {
  if (text === undefined) return undefined;
  const { by, summary } = StoredAnswer.parse(JSON.parse(text));
  return { by, summary };
}
