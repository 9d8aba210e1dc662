import { describe, expect, it } from '@jest/globals';
import { joinLines, silenceLine, statusLine } from '#functions/command/status-line.ts';
import { START } from '#tests/support/build-event.ts';
import { IDENTITY } from '#tests/support/build-record.ts';
import { HOSTILE_FRAGMENTS } from '#tests/support/hostile-text.ts';

const NOWHERE = { ...IDENTITY, region: 'unknown' };
const RUNS = { words: 'is running', stage: 'Build', since: START, isOver: false, silence: undefined };

describe('a line of the status', () => {
  it('says where it is and for how long, or since when it is over', () => {
    const failed = { ...RUNS, words: 'failed', isOver: true };
    const lines = [RUNS, { ...RUNS, stage: undefined }, failed].map((standing) =>
      statusLine({ identity: NOWHERE, ...standing }, START + 3720),
    );

    expect(lines).toEqual([
      '*web-shop* is running in Build, for 1 h 2 min',
      '*web-shop* is running, for 1 h 2 min',
      '*web-shop* failed in Build, 1 h 2 min ago',
    ]);
  });

  it('leads to the execution', () => {
    const line = statusLine({ identity: IDENTITY, ...RUNS }, START);

    expect(line).toMatch(
      /^\*<https:\/\/eu-west-1\.console\.aws\.amazon\.com\/[^|>]+\|web-shop>\* is running/,
    );
  });

  it.each(HOSTILE_FRAGMENTS)('lets nothing in a name or a reason be a mention or a link: %j', (text) => {
    const line = statusLine({ identity: { ...NOWHERE, pipeline: text }, ...RUNS, stage: text }, START);
    const silenced = silenceLine({ until: START, by: text, reason: text, at: START });

    expect(`${line}${silenced.replace(/<!date[^>]*>/, '')}`).not.toMatch(/[<>]/);
  });

  it('is one of twenty at most', () => {
    const lines = Array.from({ length: 23 }, (_, index) => `line ${index}`);

    expect(joinLines(lines).split('\n')).toEqual([...lines.slice(0, 20), '… and 3 more']);
    expect(joinLines(lines.slice(0, 20)).split('\n')).toHaveLength(20);
  });
});
