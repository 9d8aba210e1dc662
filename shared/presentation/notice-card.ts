import type { Notice } from '#shared/domain/notice.ts';
import type { Card, Fact } from './card.ts';
import { formatTime, toLine } from './format.ts';

export function noticeCard(notice: Notice): Card {
  const { title, source, account, region, resource, time } = notice;
  const where = [account, region].filter((part) => part !== undefined).join(' · ');
  return {
    subject: toLine(title),
    headline: source === undefined ? 'arrived, from no known source' : `arrived from ${toLine(source)}`,
    tone: 'neutral',
    progress: [],
    items: [],
    facts: [
      ...present('Resource', resource),
      ...(time === undefined ? [] : [{ label: 'Time', text: formatTime(time), time }]),
      ...present('Where', where === '' ? undefined : where),
    ],
    reasons: [],
    links: [],
    buttons: [],
    link: undefined,
    gist: notice.id,
    pace: undefined,
  };
}

function present(label: string, text: string | undefined): readonly Fact[] {
  return text === undefined ? [] : [{ label, text: toLine(text) }];
}
