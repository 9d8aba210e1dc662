import type { Choice, Vote } from '#shared/domain/approval.ts';
import { truncate } from '#shared/presentation/format.ts';

const MAX_SUMMARY = 512;
export const DONE: Readonly<Record<Choice, string>> = { approve: 'Approved', reject: 'Rejected' };

/** What the votes come to: one is enough to reject, `needed` approve. Undefined: more are wanted. */
export function findChoice(votes: readonly Vote[], needed: number): Choice | undefined {
  if (votes.some(({ choice }) => choice === 'reject')) return 'reject';
  return votes.filter(({ choice }) => choice === 'approve').length >= needed ? 'approve' : undefined;
}

/** Those who voted for it. */
export function votersFor(choice: Choice, votes: readonly Vote[]): readonly Vote[] {
  return votes.filter((vote) => vote.choice === choice);
}

/**
 * CodePipeline keeps it beside the answer: AWS sees the function's role, so the people stand here. At most 512 characters.
 */
export function toSummary(choice: Choice, votes: readonly Vote[]): string {
  const voters = votersFor(choice, votes);
  const people = voters.map(({ name, user }) => `${name} (${user})`).join(', ');
  const reasons = voters.map(({ reason }) => reason).filter((reason) => reason !== '');
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return truncate(`${DONE[choice]} by ${people} via Slack${why}`, MAX_SUMMARY);
}
