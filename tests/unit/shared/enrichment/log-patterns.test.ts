import { describe, expect, it } from '@jest/globals';
import * as patterns from '#shared/enrichment/log-patterns.ts';
import { HOSTILE_FRAGMENTS } from '#tests/support/hostile-text.ts';
import { countSteps, growthOf, MAX_GROWTH, MAX_STEPS } from '#tests/support/regex-steps.ts';

const WORDS = [
  ...HOSTILE_FRAGMENTS,
  ...'aA7-= "\'[(%+.█⣿',
  ...[
    '\u001b[2',
    '[Container] 2026/03/04 ',
    'Phase ',
    '2026-03-04T09:15:00.1',
    '[===',
    '99% (1',
    '7 k',
    '7.',
    ' 7',
  ],
  ...[
    '-----BEGIN ',
    '-----BEGIN RSA PRIVATE',
    'AAAA/',
    'errors',
    'error-',
    '0 ',
    'no fail',
    'exit code ',
    '    ',
  ],
];

describe.each(Object.entries(patterns))('the pattern %s', (_, pattern) => {
  it('takes twice the steps for twice the text', () => {
    for (const word of WORDS) {
      const text = word.repeat(Math.ceil(500 / word.length));
      const { steps, spans } = countSteps(pattern, text);
      const global = new RegExp(pattern.source, [...new Set(`${pattern.flags}g`)].join(''));

      expect(spans).toEqual(
        [...text.matchAll(global)].map((found) => [found.index, found.index + found[0].length]),
      );
      expect({
        word,
        isLinear: growthOf(pattern, text) < MAX_GROWTH && steps < MAX_STEPS * text.length,
      }).toEqual({
        word,
        isLinear: true,
      });
    }
  });
});
