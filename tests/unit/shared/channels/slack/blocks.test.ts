import { describe, expect, it } from '@jest/globals';
import { toBlocks } from '#shared/channels/slack/blocks.ts';
import { DIGEST_PAGE } from '#shared/domain/digest.ts';
import { START } from '#tests/support/build-event.ts';
import { buildCard } from '#tests/support/build-record.ts';

const EXECUTION = { label: 'Open execution', url: 'https://eu-west-1.console.aws.amazon.com/x' };
const WHOLE = { reasons: 'whole' } as const;
const ACTION = { label: 'Open action', url: 'https://console.aws.amazon.com/y?a=1&b=2' };

function section(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

function context(text: string) {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

describe('toBlocks', () => {
  it('shows headline, stages, why, the change and where to look', () => {
    const card = buildCard({
      headline: 'failed in Build',
      tone: 'bad',
      link: EXECUTION,
      progress: [
        { name: 'Source', state: 'done' },
        { name: 'Build', state: 'failed' },
        { name: 'Scan', state: 'running' },
        { name: 'Deploy', state: 'waiting' },
        { name: 'Verify', state: 'stopped' },
      ],
      reasons: [
        { action: 'UnitTests', provider: 'CodeBuild', text: 'exit status 1\nnpm test', link: ACTION },
        { action: '', provider: undefined, text: 'Lint: 2 problems', link: undefined },
        { action: 'Scan', provider: undefined, text: undefined, link: undefined },
      ],
      facts: [
        {
          label: 'Change',
          text: '4f2c9d1 Raise <it>',
          link: { label: '4f2c9d1', url: 'https://console.aws.amazon.com/z' },
        },
        { label: 'Author', text: 'Mary & Major' },
        { label: 'Started', text: '2026-03-04 09:15 UTC', time: START },
      ],
      links: [EXECUTION],
    });

    expect(toBlocks(card, WHOLE)).toEqual({
      text: 'web-shop failed in Build\nUnitTests: exit status 1\nnpm test\nLint: 2 problems\nScan',
      blocks: [
        section(':x: *<https://eu-west-1.console.aws.amazon.com/x|web-shop>* failed in Build'),
        section(
          ':white_check_mark: Source   :x: Build   :hourglass_flowing_sand: Scan   :white_circle: Deploy   :black_square_for_stop: Verify',
        ),
        section(
          '*UnitTests* · CodeBuild · <https://console.aws.amazon.com/y?a=1&amp;b=2|Open action>\n```\nexit status 1\nnpm test\n```',
        ),
        section('```\nLint: 2 problems\n```'),
        section('*Scan*'),
        context(
          'Change: <https://console.aws.amazon.com/z|4f2c9d1> Raise &lt;it&gt;  ·  Author: Mary &amp; Major  ·  Started <!date^1772615700^{date_short_pretty} {time}|2026-03-04 09:15 UTC>  ·  <https://eu-west-1.console.aws.amazon.com/x|Open execution>',
        ),
      ],
    });
  });

  it('is a headline alone when there is no more to say', () => {
    expect(toBlocks(buildCard({ tone: 'neutral' }), WHOLE)).toEqual({
      text: 'web-shop is running',
      blocks: [section(':information_source: *web-shop* is running')],
    });
  });

  it.each([
    ['running', ':hourglass_flowing_sand:'],
    ['good', ':white_check_mark:'],
    ['bad', ':x:'],
    ['stopped', ':black_square_for_stop:'],
    ['neutral', ':information_source:'],
  ] as const)('has a sign for the tone %s', (tone, sign) => {
    expect(toBlocks(buildCard({ tone }), WHOLE).blocks[0]).toEqual(section(`${sign} *web-shop* is running`));
  });

  it('says why in a line each where the thread says it in full', () => {
    const card = buildCard({
      reasons: [
        { action: 'UnitTests', provider: 'CodeBuild', text: 'exit status 1\n`npm test`', link: ACTION },
        { action: '', provider: undefined, text: 'x'.repeat(400), link: undefined },
      ],
    });

    expect(toBlocks(card, { reasons: 'line' }).blocks.slice(1)).toEqual([
      section(
        "*UnitTests* · CodeBuild · <https://console.aws.amazon.com/y?a=1&amp;b=2|Open action>: exit status 1 'npm test'",
      ),
      section(`${'x'.repeat(299)}…`),
    ]);
  });

  it('shows as many whole stages as fit', () => {
    const progress = Array.from({ length: 50 }, (_, index) => ({
      name: `${index}`.padEnd(100, 'x'),
      state: 'done' as const,
    }));

    const [, stages] = toBlocks(buildCard({ progress }), WHOLE).blocks;
    const text = JSON.stringify(stages);

    expect(text.length).toBeLessThan(3100);
    expect(text).toMatch(/ 23x+ …"/);
  });

  it.each([
    { length: 200, isLinked: true },
    { length: 900, isLinked: false },
  ])(
    'fits a page of a digest into a message, its addresses of $length characters too',
    ({ length, isLinked }) => {
      const url = 'https://eu-west-1.console.aws.amazon.com/'.padEnd(length, 'x');
      const items = Array.from({ length: DIGEST_PAGE }, (_, index) => ({
        subject: `pipeline-${index}-`.padEnd(isLinked ? 30 : 100, 'p'),
        text: 'succeeded',
        tone: 'good' as const,
        link: { label: '', url },
      }));

      const text = JSON.stringify(toBlocks(buildCard({ items }), WHOLE).blocks);

      expect(text.length).toBeLessThanOrEqual(13_200);
      expect(items.filter(({ subject }) => !text.includes(subject))).toEqual([]);
      expect(text.includes(url)).toBe(isLinked);
    },
  );
});
