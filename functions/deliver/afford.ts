import type { Destination, Urgency } from '#shared/channels/channel.ts';
import { RateLimitedError } from '#shared/errors.ts';
import type { DeliverApp } from './carry-out.ts';
import type { Send } from './next-send.ts';

/** Keys of messages that wait for room instead of being folded; what became of an approval is no progress. */
const NEWS = /^(digest|notice|(reminder )?approval .*)$/s;

interface Purse {
  readonly destination: Destination;
  readonly urgent: boolean;
  readonly app: DeliverApp;
}

/** Whether the medium's budgets leave room for it now. @throws RateLimitedError when waiting for room is better than folding */
export async function canAfford(send: Send, { destination, urgent, app }: Purse): Promise<boolean> {
  const urgency = urgencyOf(send, urgent);
  for (const allowance of destination.allowances(send.operation, urgency)) {
    const retryAfterSeconds = await app.budgets.take(allowance);
    if (retryAfterSeconds === 0) continue;
    if (urgency === 'progress' && 'limit' in allowance) return false;
    throw new RateLimitedError(`${allowance.scope}: no room now`, { retryAfterSeconds });
  }
  return true;
}

function urgencyOf({ operation, key, from }: Send, urgent: boolean): Urgency {
  if (urgent) return 'urgent';
  // It may be there already. To fold it would forget that, and the next news would post it once more.
  const isOpen = from?.entry.state === 'uncertain' || from?.entry.state === 'claimed';
  if (operation === 'post' && isOpen) return 'news';
  return operation === 'reply' || NEWS.test(key) ? 'news' : 'progress';
}
