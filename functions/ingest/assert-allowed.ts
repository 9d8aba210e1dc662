import { InvalidInputError } from '#shared/errors.ts';
import type { Read } from '#shared/sources/index.ts';

/**
 * Whose events are believed, once other accounts may send theirs. The rules ask the same, but a queue is also reached by
 * topics. The own account alone needs no list: nobody else can put events on its default bus.
 *
 * @throws InvalidInputError when the event is of an account that was not listed
 */
export function assertAllowed(
  read: Exclude<Read, { readonly approval: unknown }>,
  accounts: ReadonlySet<string>,
): void {
  if ('passedOver' in read) return;
  const account =
    'event' in read ? read.event.execution.account : (read.answer?.account ?? read.notice.account);
  // What people publish to a topic names no account, and becomes no more than a notice.
  if (accounts.size <= 1 || account === undefined || accounts.has(account)) return;
  throw new InvalidInputError(
    `an event of account ${account}, which is not listed: add it to memberAccounts, or stop sending it here`,
  );
}
