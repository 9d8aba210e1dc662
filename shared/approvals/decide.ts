import type { Choice, Vote } from '#shared/domain/approval.ts';
import { truncate } from '#shared/presentation/format.ts';

const MAX_SUMMARY = 512;
const DONE: Readonly<Record<Choice, string>> = { approve: 'Approved', reject: 'Rejected' };

/** What people came to. */
export interface Verdict {
  readonly choice: Choice;
  readonly option?: string | undefined;
}

/** What the votes come to: one is enough to reject, `needed` of one mind approve. Undefined: more are wanted. */
export function findVerdict(votes: readonly Vote[], needed: number): Verdict | undefined {
  if (votes.some(({ choice }) => choice === 'reject')) return { choice: 'reject' };
  return votes
    .map(({ choice, option }) => ({ choice, option }))
    .find((verdict) => votersFor(verdict, votes).length >= needed);
}

/** Those who voted for it. */
export function votersFor({ choice, option }: Verdict, votes: readonly Vote[]): readonly Vote[] {
  return votes.filter((vote) => vote.choice === choice && vote.option === option);
}

/** What was decided, in a word or the words of who asked. */
export function toWord({ choice, option }: Verdict): string {
  return option ?? DONE[choice];
}

/**
 * CodePipeline keeps it beside the answer: AWS sees the function's role, so the people stand here. At most 512 characters.
 */
export function toSummary(choice: Choice, votes: readonly Vote[]): string {
  const voters = votersFor({ choice }, votes);
  const people = voters.map(({ name, user }) => `${name} (${user})`).join(', ');
  const reasons = voters.map(({ reason }) => reason).filter((reason) => reason !== '');
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return truncate(`${DONE[choice]} by ${people} via Slack${why}`, MAX_SUMMARY);
}
