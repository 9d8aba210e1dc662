import { describe, expect, it } from '@jest/globals';
import { matchesGlob } from '#shared/routing/glob.ts';
import { fc } from '#tests/support/property.ts';

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

  it.each([
    ['many stars', (index: number) => `${'*a'.repeat(20)}*b${index}`],
    ['a long piece', (index: number) => `*${'a'.repeat(50)}b${index}`],
    ['a long piece between', (index: number) => `*${'a'.repeat(50)}b${index}*a*`],
    ['ends that fit', (index: number) => `a${'*aa'.repeat(20)}*b*${index}`],
  ])('judges 500 globs with %s against 1,000 hostile names in a moment', (_, toGlob) => {
    const globs = Array.from({ length: 500 }, (_unused, index) => toGlob(index));
    const names = Array.from({ length: 1000 }, (_unused, index) => `${'a'.repeat(95)}${index}`);
    const started = performance.now();

    const matched = globs.filter((glob) => names.some((name) => matchesGlob(glob, name)));

    expect(matched).toEqual([]);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

function toRegExp(glob: string): RegExp {
  const source = [...glob].map((part) =>
    part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[.\\+^$()[\]{}|]/g, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`, 's');
}
