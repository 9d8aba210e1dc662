import type { App } from '#shared/app.ts';
import { findRefusal } from '#shared/approvals/authority.ts';
import { findVerdict, votersFor } from '#shared/approvals/decide.ts';
import { writeAudit } from '#shared/archive/audit.ts';
import { isWaiting, type Vote } from '#shared/domain/approval.ts';
import { toFact } from '#shared/domain/facts.ts';
import { approvalHeadline } from '#shared/presentation/approval-card.ts';
import { formatTime } from '#shared/presentation/format.ts';
import { addVote, changeDecision } from '#shared/store/approvals.ts';
import { auditOf, type Decide } from './audit-of.ts';
import { findApproval, type Subject } from './find-approval.ts';
import { findDecider } from './find-decider.ts';
import { letLook } from './let-look.ts';
import { type SettleApp, settle } from './settle.ts';
import { tell } from './tell.ts';

export type DecideApp = SettleApp & Pick<App, 'approvalRules'>;

const PAST = { approve: 'approval', reject: 'rejection' } as const;

/**
 * Authority, vote, decision, CodePipeline: each step leaves behind what a repeat of the same command needs to go on, so
 * a kill between any two costs nothing, and of two people who decide at once one is told of the other.
 */
export async function decide(command: Decide, app: DecideApp): Promise<void> {
  const subject = await findApproval(command.record, app);
  if (subject === undefined) return tell(command, 'This approval is not known any more.', app);
  const { decision } = subject.stored.details;
  if (decision?.request === command.request)
    return decision.state === 'deciding'
      ? settle(subject, { command, decision, isRepeat: true, app })
      : letLook(subject.execution, app);
  if (!isOpen(subject)) return close(subject, command, app);
  const decider = await findDecider(command, groupsIn(subject.rule), app);
  const now = app.clock.now();
  const reason = toFact(command.reason);
  const refusal = findRefusal(subject.rule, {
    ...decider,
    choice: command.decision,
    reason,
    authors: subject.stored.details.context.authors,
    now,
  });
  if (refusal !== undefined) return refuse(subject, { command, refusal, app });
  const option = optionOf(subject, command);
  if (option === 'UNKNOWN') return tell(command, 'This is no choice any more.', app);
  const { user } = command.person;
  const vote = { user, name: decider.name, choice: command.decision, option, reason, at: now };
  return count(subject, { command, vote, app });
}

/** The words of the button that was pressed; undefined where people approve or reject. */
function optionOf({ stored }: Subject, { option, decision }: Decide): string | undefined {
  const { choices } = stored.details.context;
  if (choices === undefined) return option === undefined ? undefined : 'UNKNOWN';
  return (decision === 'approve' ? choices[(option ?? 0) - 1] : undefined) ?? 'UNKNOWN';
}

function isOpen({ approval, stored }: Subject): boolean {
  return isWaiting(approval) && stored.details.decision === undefined;
}

function groupsIn(rule: Subject['rule']): readonly string[] {
  return rule === undefined ? [] : [...rule.groups, ...rule.freeze.flatMap(({ override }) => override)];
}

/** Somebody was faster, here or elsewhere, or nobody is asked any more. */
async function close(subject: Subject, command: Decide, app: DecideApp): Promise<void> {
  const { approval, execution, stored } = subject;
  const at = stored.details.decision?.at;
  const when = at === undefined ? '' : ` at ${formatTime(at)}`;
  await letLook(execution, app);
  await tell(
    command,
    `Too late: ${approval.stage}/${approval.action} ${approvalHeadline(approval)}${when}.`,
    app,
  );
}

interface Refusing {
  readonly command: Decide;
  readonly refusal: string;
  readonly app: DecideApp;
}

async function refuse(subject: Subject, { command, refusal, app }: Refusing): Promise<void> {
  await writeAudit(app.objects, { ...auditOf(subject, command), kind: 'refusal', outcome: refusal });
  app.telemetry.count('DecisionsRefused');
  await tell(command, refusal, app);
}

interface Counting {
  readonly command: Decide;
  readonly vote: Vote;
  readonly app: DecideApp;
}

/** The vote first, then the tally over what the table holds: two votes at once see each other. */
async function count(subject: Subject, { command, vote, app }: Counting): Promise<void> {
  const hasVoted = subject.stored.details.votes.some(
    ({ user, choice }) => user === vote.user && (choice === vote.choice || choice === 'reject'),
  );
  const stored = hasVoted ? subject.stored : ((await addVote(app.table, subject.id, vote)) ?? subject.stored);
  const { votes } = stored.details;
  const needed = subject.rule?.votes ?? 1;
  const verdict = findVerdict(votes, needed);
  if (verdict === undefined)
    return await wait(subject, { command, app, votes: votersFor(vote, votes).length });
  const voters = votersFor(verdict, votes);
  const decision = {
    state: 'deciding',
    ...verdict,
    by: voters.map(({ name }) => name),
    reason: voters.map(({ reason }) => reason).find((text) => text !== '') ?? '',
    at: app.clock.now(),
    request: command.request,
  } as const;
  if (await changeDecision(app.table, subject.id, { from: undefined, to: decision }))
    return settle({ ...subject, stored }, { command, decision, isRepeat: false, app });
  const present = await findApproval(command.record, app);
  if (present !== undefined) await close(present, command, app);
}

interface Waiting {
  readonly command: Decide;
  readonly votes: number;
  readonly app: DecideApp;
}

async function wait(subject: Subject, { command, votes, app }: Waiting): Promise<void> {
  const outcome = `${votes} of ${subject.rule?.votes ?? 1} approve`;
  await writeAudit(app.objects, { ...auditOf(subject, command), kind: 'vote', outcome });
  await letLook(subject.execution, app);
  await tell(command, `Your ${PAST[command.decision]} counts: ${outcome}.`, app);
}
