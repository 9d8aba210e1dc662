import { describe, expect, it } from '@jest/globals';
import { noticeCard } from '#shared/presentation/notice-card.ts';
import { START } from '#tests/support/build-event.ts';
import { buildCard, buildNotice } from '#tests/support/build-record.ts';

describe('noticeCard', () => {
  it('says what arrived, about what, when and where', () => {
    const resource = 'arn:aws:ecr:eu-west-1:111122223333:repository/shop';

    expect(noticeCard(buildNotice({ resource }))).toEqual(
      buildCard({
        gist: 'notice-1',
        subject: 'ECR Image Action',
        headline: 'arrived from aws.ecr',
        tone: 'neutral',
        facts: [
          { label: 'Resource', text: resource },
          { label: 'Time', text: '2026-03-04 09:15 UTC', time: START },
          { label: 'Where', text: '111122223333 · eu-west-1' },
        ],
      }),
    );
  });

  it('links its page and its log, and to its page alone where it is named', () => {
    const [link, log] = ['codesuite/1', 'cloudwatch/2'].map((path, place) => ({
      label: place === 0 ? 'Open build' : 'Open log',
      url: `https://console.aws.amazon.com/${path}`,
    }));
    if (link === undefined || log === undefined) throw new Error('both are made above');

    expect(noticeCard(buildNotice({ link, log }))).toMatchObject({ link, links: [link, log] });
    expect(noticeCard(buildNotice({ log }))).toMatchObject({ link: undefined, links: [log] });
  });

  it('leaves out what it does not know', () => {
    const bare = { title: 'A plain-text message', source: undefined, account: undefined };

    expect(noticeCard(buildNotice({ ...bare, region: undefined, time: undefined }))).toEqual(
      buildCard({
        gist: 'notice-1',
        subject: 'A plain-text message',
        headline: 'arrived, from no known source',
        tone: 'neutral',
      }),
    );
  });

  it('stays on one line where text from outside has several', () => {
    const card = noticeCard(buildNotice({ title: 'a\nb', source: 'c\n d', resource: 'e\tf' }));

    expect([card.subject, card.headline, card.facts[0]?.text]).toEqual(['a b', 'arrived from c d', 'e f']);
  });
});
