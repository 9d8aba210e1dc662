import { describe, expect, it } from '@jest/globals';
import { sentences } from '#shared/enrichment/sentences.ts';

describe('sentences', () => {
  it.each([
    [['It failed.', undefined, ' 3 of 5 did ', ''], 'It failed. 3 of 5 did'],
    [['So it goes…', 'on'], 'So it goes…. on'],
    [['One'], 'One'],
    [[undefined, ' '], undefined],
    [[], undefined],
  ])('of %j are %j', (parts, text) => {
    expect(sentences(...parts)).toBe(text);
  });
});
