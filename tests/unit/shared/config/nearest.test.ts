import { describe, expect, it } from '@jest/globals';
import { findNearest } from '#shared/config/nearest.ts';

const WORDS = ['started', 'failed', 'succeeded', 'notice', 's3'];

describe('the word that was likely meant', () => {
  it.each([
    ['failled', 'failed'],
    ['Faild', 'failed'],
    ['FAILED', 'failed'],
    ['sucseeded', 'succeeded'],
    ['note', 'notice'],
    ['s4', 's3'],
    ['broken', undefined],
    ['x', undefined],
    ['', undefined],
  ])('for %j is %j', (written, word) => {
    expect(findNearest(written, WORDS)).toBe(word);
  });
});
