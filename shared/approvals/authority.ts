import type { Author, Choice } from '#shared/domain/approval.ts';
import type { ApprovalRule, Freeze } from '#shared/routing/approval-rule.ts';
import { findFrozen } from './frozen.ts';

/** Who asks, as Slack knows them. */
export interface Decider {
  readonly user: string;
  readonly team: string;
  /** Restricted to some channels, or of another workspace. */
  readonly isGuest: boolean;
  /** Undefined where Slack does not tell it. */
  readonly email: string | undefined;
  /** Of the groups that the rule names. */
  readonly groups: ReadonlySet<string>;
}

export interface Claim {
  readonly decider: Decider;
  /** The one that the bot is of. */
  readonly workspace: string;
  readonly choice: Choice;
  readonly reason: string;
  readonly authors: readonly Author[];
  /** Epoch seconds. */
  readonly now: number;
}

/** Why not, as a sentence to that person; undefined: they may. */
export function findRefusal(rule: ApprovalRule | undefined, claim: Claim): string | undefined {
  if (rule === undefined)
    return 'No rule under "approvals" in signalbox.yml is for this approval, so nobody can decide it here. Decide it in the AWS console.';
  const { decider, choice } = claim;
  return (
    findStranger(decider, claim.workspace) ??
    findOutsider(rule, decider) ??
    (choice === 'approve' ? (findFreeze(rule, claim) ?? findOwnChange(rule, claim)) : undefined) ??
    findMissingReason(rule, claim)
  );
}

/** Of another workspace, or a guest in this one. */
export function isStranger({ team, isGuest }: Decider, workspace: string): boolean {
  return team !== workspace || isGuest;
}

/** Whether a rule names the person, or a group that they are in. */
export function isNamed(
  { users, groups }: { readonly users: readonly string[]; readonly groups: readonly string[] },
  decider: Decider,
): boolean {
  return users.includes(decider.user) || groups.some((group) => decider.groups.has(group));
}

function findStranger(decider: Decider, workspace: string): string | undefined {
  if (!isStranger(decider, workspace)) return undefined;
  return 'Only full members of the workspace that Signalbox is installed in may decide.';
}

function findOutsider(rule: ApprovalRule, decider: Decider): string | undefined {
  if (isNamed(rule, decider)) return undefined;
  return 'You are not among those who may decide this approval.';
}

function findFreeze({ freeze }: ApprovalRule, { decider, now }: Claim): string | undefined {
  const overridden = (one: Freeze) => one.override.some((group) => decider.groups.has(group));
  const frozen = findFrozen(
    freeze.filter((one) => !overridden(one)),
    now,
  );
  return frozen && `Approvals are frozen ${frozen}. Rejecting is possible.`;
}

function findOwnChange(
  { ownChange, unknownAuthor }: ApprovalRule,
  { authors, decider }: Claim,
): string | undefined {
  if (ownChange === 'allowed') return undefined;
  const emails = authors.flatMap(({ email }) => email?.toLowerCase() ?? []);
  const own = decider.email?.toLowerCase();
  if (own !== undefined && emails.includes(own))
    return 'You wrote this change: somebody else has to approve it.';
  const isKnown = authors.length > 0 && emails.length === authors.length;
  if (unknownAuthor === 'allowed' || (own !== undefined && isKnown)) return undefined;
  return own === undefined
    ? 'Slack does not tell your e-mail address, so Signalbox cannot see that the change is not yours (the app needs users:read.email).'
    : 'Nobody knows who wrote this change, and the rule wants to know that it was not you.';
}

function findMissingReason({ reason: needed }: ApprovalRule, { choice, reason }: Claim): string | undefined {
  const isNeeded = needed === 'required' || (needed === 'on-reject' && choice === 'reject');
  return isNeeded && reason.trim() === ''
    ? 'A reason is needed: press the button again and give one.'
    : undefined;
}
