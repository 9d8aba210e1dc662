import type { Notice } from '#shared/domain/notice.ts';
import type { Card, Fact } from './card.ts';
import { foreignLink } from './console-link.ts';
import { formatTime, toLine } from './format.ts';

export function noticeCard(notice: Notice): Card {
  const { title, source, account, region, resource, time, headline, tone = 'neutral', details = [] } = notice;
  const [link, log] = [notice.link, notice.log].map((one) => foreignLink(one?.url, toLine(one?.label ?? '')));
  const where = [account, region].filter((part) => part !== undefined).join(' · ');
  return {
    subject: toLine(title),
    headline: headline === undefined ? arrivedFrom(source) : toLine(headline),
    tone,
    progress: [],
    items: [],
    facts: [
      ...details.map(({ label, text }) => ({ label: toLine(label), text: toLine(text) })),
      ...present('Resource', resource),
      ...(time === undefined ? [] : [{ label: 'Time', text: formatTime(time), time }]),
      ...present('Where', where === '' ? undefined : where),
    ],
    reasons: [],
    links: [link, log].filter((one) => one !== undefined),
    buttons: [],
    link,
    gist: notice.id,
    pace: undefined,
  };
}

function arrivedFrom(source: string | undefined): string {
  return source === undefined ? 'arrived, from no known source' : `arrived from ${toLine(source)}`;
}

function present(label: string, text: string | undefined): readonly Fact[] {
  return text === undefined ? [] : [{ label, text: toLine(text) }];
}
