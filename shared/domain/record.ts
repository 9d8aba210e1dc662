import { type Announcement, announcements, toAnnouncement } from './announcement.ts';
import { type Digest, toDigestKey } from './digest.ts';
import type { Execution } from './execution.ts';
import { type Notice, toNoticeKey } from './notice.ts';
import { toRecordKey } from './pipeline-event.ts';

/** What routes are asked about. */
export type RoutedRecord = Execution | Notice;

/** What a destination can be told about. */
export type RecordView = RoutedRecord | Digest;

export function recordKeyOf(record: RecordView): string {
  switch (record.kind) {
    case 'notice':
      return toNoticeKey(record.id);
    case 'digest':
      return toDigestKey(record.destination, record.slot, record.page);
    case 'execution':
      return toRecordKey(record.identity);
  }
}

export function announcementsOf(record: RecordView): readonly Announcement[] {
  return record.kind === 'execution' ? announcements(record) : [toAnnouncement(record.kind)];
}
