import type { StackEvent } from '#shared/clients/stacks.ts';

/** What only follows when something else has failed. */
const CANCELED = /^(Resource )?\w+ cancell?ed\b/i;
const BY_USER = 'User Initiated';

/** Why the newest operation failed: the first of its failures, or else what the stack says of going back. */
export function findRootCause(newestFirst: readonly StackEvent[]): StackEvent | undefined {
  const events = operationOf(newestFirst).toReversed();
  const failed = events.find(
    ({ status = '', reason = '' }) => status.endsWith('_FAILED') && !CANCELED.test(reason),
  );
  return failed ?? events.find((event) => isGoingBack(event) && event.reason !== undefined);
}

/** By the token of its call, where it had one; otherwise back to where somebody started something. */
function operationOf(newestFirst: readonly StackEvent[]): readonly StackEvent[] {
  const token = newestFirst[0]?.token;
  if (token !== undefined) return newestFirst.filter((event) => event.token === token);
  const start = newestFirst.findIndex(isStart);
  return start < 0 ? newestFirst : newestFirst.slice(0, start + 1);
}

function isStart(event: StackEvent): boolean {
  return isOwnProgress(event) && event.reason === BY_USER;
}

function isGoingBack(event: StackEvent): boolean {
  return isOwnProgress(event) && event.status?.includes('ROLLBACK') === true;
}

/** Of the stack itself: its events have its id for a resource's. */
function isOwnProgress({ stackId, physicalId, status = '' }: StackEvent): boolean {
  return physicalId !== undefined && physicalId === stackId && status.endsWith('_IN_PROGRESS');
}
