import { APPROVAL, type Observation, REMINDER } from './observation.ts';
import { isTerminal, latest, type Placed } from './state.ts';

/** An approval that an execution waits, or waited, for; as far as the execution's own record tells. */
export interface Approval {
  /** Of its own record; undefined when CodePipeline could not be asked for it: then it can be decided in the console only. */
  readonly id: string | undefined;
  readonly stage: string;
  readonly action: string;
  readonly attempt: number;
  /** Epoch seconds. */
  readonly startedAt: number;
  /** When people were to be reminded of it, in epoch seconds, oldest first. */
  readonly reminders: readonly number[];
  /** How it went on without regard to who did it; undefined while it waits. */
  readonly end: ApprovalEnd | undefined;
  /** What its own record holds; undefined where nobody has looked. */
  readonly details: ApprovalDetails | undefined;
}

/** The least time-out that an action can name, and CodePipeline's own. */
const LEAST_SECONDS = 300;
const USUAL_SECONDS = 7 * 86_400;
/** `expires` has minutes; an answer of the last one may be told within it. */
export const EXPIRY_TOLERANCE_SECONDS = 60;

export const UNDECIDED = 'nobody decided in time';

/** 'Category/Provider' of what a state machine asks; CodePipeline knows no such action. */
export const TASK_PROVIDER = 'Approval/StepFunctions';

interface ApprovalEnd {
  /** The action's word, or the pipeline's where it ended without one; 'RETRIED' when the stage runs again. */
  readonly state: string;
  /** Epoch seconds. */
  readonly time: number;
  readonly summary: string | undefined;
  readonly errorCode?: string | undefined;
  /** Epoch milliseconds; of one that failed. */
  readonly startedAt?: string | undefined;
}

export interface ApprovalDetails {
  readonly context: ApprovalContext;
  /** Oldest first, one per person. */
  readonly votes: readonly Vote[];
  readonly decision: Decision | undefined;
  /** Who answered it elsewhere, as CodePipeline tells. */
  readonly answer: Answer | undefined;
  /** Undefined: nobody may decide it in chat. */
  readonly authority: Authority | undefined;
  /** Why the last attempt to decide it did not go through. */
  readonly problem: string | undefined;
  /** Why nobody can answer it any more although no event says so, as the end of 'is void: '. */
  readonly closed: string | undefined;
}

/** Who may decide it in chat, by signalbox.yml. */
export interface Authority {
  /** Ids in the medium's own terms. */
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** So many people must approve; one is enough to reject. */
  readonly votes: number;
  readonly reason: 'optional' | 'required' | 'on-reject';
}

/** What people need to know; the same from every source that tells of it. */
export interface ApprovalContext {
  /** Epoch seconds; after it CodePipeline fails the action. */
  readonly expiresAt: number;
  readonly customData: string | undefined;
  readonly reviewLink: string | undefined;
  /** Since the stage last succeeded, newest first. */
  readonly changes: readonly Change[];
  /** Who wrote what is to be approved, as its source tells; git authorship is no proof. */
  readonly authors: readonly Author[];
  /** An execution that started later waits for this stage. */
  readonly isNewerWaiting: boolean;
  /** What people choose between, where it is not approving or rejecting. */
  readonly choices?: readonly string[] | undefined;
}

export interface Change {
  readonly commit: string;
  readonly subject: string | undefined;
}

export interface Author {
  readonly name: string | undefined;
  readonly email: string | undefined;
}

export type Choice = 'approve' | 'reject';
/** What an approval then is. */
export const PAST: Readonly<Record<Choice, string>> = { approve: 'approved', reject: 'rejected' };

export interface Vote {
  readonly user: string;
  readonly name: string;
  readonly choice: Choice;
  /** Which of the choices, where there are any; then `choice` is to approve. */
  readonly option?: string | undefined;
  readonly reason: string;
  /** Epoch seconds. */
  readonly at: number;
}

/** `deciding`: CodePipeline is being asked; only its answer makes it `decided`. */
export interface Decision {
  readonly state: 'deciding' | 'decided';
  readonly choice: Choice;
  readonly option?: string | undefined;
  readonly by: readonly string[];
  readonly reason: string;
  readonly at: number;
  /** Of the click that decided: a repeat of it goes on where it was. */
  readonly request: string;
}

export interface Answer {
  /** ARN or name of who answered; undefined when nobody did. */
  readonly by: string | undefined;
  readonly summary: string | undefined;
}

/** An answer as a trail tells of it, which names the approval by its token, and no execution. */
export interface ToldAnswer extends Answer {
  readonly account: string;
  readonly region: string;
  readonly pipeline: string;
  readonly stage: string;
  readonly action: string;
  readonly token: string;
}

/**
 * How an approval failed, as far as its event is certain of it: too soon for any time-out, or with words that are not of
 * one, it was rejected. What ends later than at the usual time-out may be either, for an action can name more.
 *
 * @param time of its end, in epoch seconds
 */
export function failureOf(
  { startedAt, summary }: Pick<ApprovalEnd, 'startedAt'> & Partial<Pick<ApprovalEnd, 'summary'>>,
  time: number,
): 'rejected' | typeof UNDECIDED | undefined {
  const seconds = time - Number(startedAt) / 1000;
  const isSoon = seconds > 0 && seconds < LEAST_SECONDS;
  if (isSoon || (summary !== undefined && !/time|expire/i.test(summary))) return 'rejected';
  return Math.abs(seconds - USUAL_SECONDS) <= EXPIRY_TOLERANCE_SECONDS ? UNDECIDED : undefined;
}

interface Whole {
  readonly attempt: number;
  readonly state: string;
  readonly endedAt: number | undefined;
}

/** One per approval of the record, oldest first. */
export function deriveApprovals(
  told: readonly Observation[],
  placed: readonly Placed[],
  whole: Whole,
): readonly Approval[] {
  const references = told.filter(({ state }) => state === APPROVAL);
  const reminders = Map.groupBy(
    told.filter(({ state }) => state === REMINDER),
    ({ facts }) => facts.approval,
  );
  const byKey = Map.groupBy(references, (reference) => keyOf(reference));
  return [...byKey.values()]
    .flatMap((same) => {
      const [newest] = same.toSorted(
        (left, right) => (right.attempt ?? 1) - (left.attempt ?? 1) || left.time - right.time,
      );
      const times = (reminders.get(newest?.facts.approval) ?? []).map(({ time }) => time);
      const sorted = [...new Set(times)].sort((left, right) => left - right);
      return newest === undefined ? [] : { ...toApproval(newest, placed, whole), reminders: sorted };
    })
    .sort((left, right) => left.startedAt - right.startedAt || compareText(nameOf(left), nameOf(right)));
}

/** Whether it may still be decided, as far as is known. */
export function isWaiting({ end, details }: Approval): boolean {
  return end === undefined && details?.decision?.state !== 'decided' && details?.closed === undefined;
}

/** Stands in announcements; unlike the id it tells nothing of the token. */
export function approvalKeyOf({ id, stage, action, attempt }: Approval): string {
  return id === undefined ? `approval ${stage}/${action} ${attempt}` : `approval ${id.slice(0, 16)}`;
}

export function reminderKeyOf(approval: Approval, time: number): string {
  return `reminder ${approvalKeyOf(approval)} ${time}`;
}

/** Whether an announcement asks for it, or reminds of it. */
export function isAbout(announcement: { readonly key: string } | undefined, approval: Approval): boolean {
  const own = approvalKeyOf(approval);
  return announcement?.key === own || announcement?.key.startsWith(`reminder ${own} `) === true;
}

/** The observation that has people reminded; the same moment twice is one. */
export function toReminder({ stage, action, attempt, id }: Approval, time: number): Observation {
  return { state: REMINDER, time, attempt, stage, action, facts: id === undefined ? {} : { approval: id } };
}

function toApproval(reference: Observation, placed: readonly Placed[], whole: Whole): Approval {
  const { stage = '', action = '', attempt = 1, time: startedAt, facts } = reference;
  const own = placed.filter(
    (seen) => seen.stage === stage && seen.action === action && seen.attempt === attempt,
  );
  return {
    id: facts.approval,
    stage,
    action,
    attempt,
    startedAt,
    reminders: [],
    end: facts.provider === TASK_PROVIDER ? endOfTask(attempt, whole) : endOf(latest(own), attempt, whole),
    details: undefined,
  };
}

/** No event tells when a state machine has done waiting; but what it asks about may have been overtaken. */
function endOfTask(attempt: number, whole: Whole): ApprovalEnd | undefined {
  return whole.attempt > attempt ? { state: 'RETRIED', time: 0, summary: undefined } : undefined;
}

function endOf(last: Placed | undefined, attempt: number, whole: Whole): ApprovalEnd | undefined {
  if (last !== undefined && isTerminal(last.state))
    return {
      state: last.state,
      time: last.time,
      summary: last.facts.summary,
      errorCode: last.facts.errorCode,
      startedAt: last.facts.startedAt,
    };
  if (whole.attempt > attempt) return { state: 'RETRIED', time: 0, summary: undefined };
  if (!isTerminal(whole.state)) return undefined;
  return { state: whole.state, time: Math.trunc((whole.endedAt ?? 0) / 1000), summary: undefined };
}

function keyOf({ stage = '', action = '', attempt = 1, facts }: Observation): string {
  return facts.approval ?? JSON.stringify([stage, action, attempt]);
}

function nameOf({ stage, action, attempt, id = '' }: Approval): string {
  return [stage, action, attempt, id].join('\n');
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/** The observation on an execution's record that tells of an approval. */
export function toApprovalReference(reference: Reference): Observation {
  const { stage, action, attempt, startedAt, id, by } = reference;
  const facts = {
    ...(id !== undefined && { approval: id }),
    ...(by === 'task' && { provider: TASK_PROVIDER }),
  };
  return { state: APPROVAL, time: startedAt, attempt, stage, action, facts };
}

/** `by`: not an approval of CodePipeline asks, but a task of a state machine or a job of a pipeline. */
type Reference = Pick<Approval, 'stage' | 'action' | 'attempt' | 'startedAt' | 'id'> & {
  readonly by?: 'task' | 'job';
};
