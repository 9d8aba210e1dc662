import type { Announcement } from '#shared/domain/announcement.ts';
import { change, type Work } from './carry-out.ts';
import { ASKING, type Send } from './next-send.ts';

/** News that nobody has begun to tell; neither the message that shows the present nor a question to people is any. */
export function canBeUnsaid({ key, operation, from }: Send, owed: readonly Announcement[]): boolean {
  const news = owed.find((announcement) => announcement.key === key);
  return news !== undefined && !ASKING.includes(news.status) && operation !== 'update' && from === undefined;
}

/** It stays unsaid when the silence has ended: by then it is no news. */
export async function leaveUnsaid(send: Send, work: Work): Promise<void> {
  await change(send, work, { state: 'silenced', at: work.app.clock.now() });
  work.app.telemetry.count('MessagesSilenced');
}
