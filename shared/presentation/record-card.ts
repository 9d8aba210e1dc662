import type { Announcement } from '#shared/domain/announcement.ts';
import type { RecordView } from '#shared/domain/record.ts';
import type { Card } from './card.ts';
import { executionCard } from './execution-card.ts';
import { noticeCard } from './notice-card.ts';

export function recordCard(record: RecordView, announcement?: Announcement): Card {
  return record.kind === 'notice' ? noticeCard(record) : executionCard(record, announcement);
}
