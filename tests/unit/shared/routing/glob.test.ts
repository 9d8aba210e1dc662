import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchesGlob } from '#shared/routing/glob.ts';

describe('matchesGlob', () => {
  it.each([
    ['web-shop', 'web-shop', true],
    ['web-shop', 'web-shop-2', false],
    ['web-shop', 'Web-shop', false],
    ['web-*', 'web-', true],
    ['web-*', 'api-web-shop', false],
    ['*-prod', 'web-prod', true],
    ['*-prod', 'web-prod-2', false],
    ['*shop*', 'web-shop-2', true],
    ['web-?', 'web-1', true],
    ['web-?', 'web-', false],
    ['web-?', 'web-12', false],
    ['*', '', true],
    ['**', 'anything', true],
    ['?*', '', false],
    ['', '', true],
    ['', 'a', false],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['a\\*', 'a\\b', true],
    ['*', '*', true],
    ['?', '?', true],
  ])('says of %j and %j: %j', (glob, text, expected) => {
    expect(matchesGlob(glob, text)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 10 });
    fc.assert(
      fc.property(pattern, name, (glob, text) => {
        expect(matchesGlob(glob, text)).toBe(toRegExp(glob).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('judges 500 hostile patterns against 20 hostile names in no time', () => {
    const glob = `${'*a'.repeat(99)}*b`;
    const name = 'a'.repeat(200);
    const started = performance.now();

    const matched = Array.from({ length: 10_000 }, () => matchesGlob(glob, name)).filter(Boolean);

    expect(matched).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

function toRegExp(glob: string): RegExp {
  const source = [...glob].map((part) =>
    part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[.\\+^$()[\]{}|]/g, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`, 's');
}
