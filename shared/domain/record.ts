import { type Announcement, announcements, toAnnouncement } from './announcement.ts';
import type { Execution } from './execution.ts';
import type { Notice } from './notice.ts';
import { toNoticeKey } from './notice.ts';
import { toRecordKey } from './pipeline-event.ts';

/** What a destination can be told about. */
export type RecordView = Execution | Notice;

export function recordKeyOf(record: RecordView): string {
  return record.kind === 'notice' ? toNoticeKey(record.id) : toRecordKey(record.identity);
}

export function announcementsOf(record: RecordView): readonly Announcement[] {
  return record.kind === 'notice' ? [toAnnouncement('notice')] : announcements(record);
}
