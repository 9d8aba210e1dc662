import type { Announcement } from '#shared/domain/announcement.ts';
import type { RecordView } from '#shared/domain/record.ts';
import type { Card } from './card.ts';
import { digestCard } from './digest-card.ts';
import { executionCard } from './execution-card.ts';
import { noticeCard } from './notice-card.ts';

export function recordCard(record: RecordView, announcement?: Announcement): Card {
  switch (record.kind) {
    case 'notice':
      return noticeCard(record);
    case 'digest':
      return digestCard(record);
    case 'execution':
      return executionCard(record, announcement);
  }
}
