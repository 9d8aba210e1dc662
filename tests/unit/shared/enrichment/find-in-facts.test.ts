import { describe, expect, it } from '@jest/globals';
import { findInFacts } from '#shared/enrichment/find-in-facts.ts';

const PATTERN = /(d-\d+)/;

describe('findInFacts', () => {
  it.each([
    [{ externalId: 'd-1', url: 'https://example.com/d-2' }, 'd-1'],
    [{ externalId: 'none', url: 'https://example.com/d%2D2' }, 'd-2'],
    [{ url: 'https://example.com/%zz/d-2' }, 'd-2'],
    [{ url: 'https://example.com/' }, 'd-3'],
    [{}, 'd-3'],
  ])('finds in %j, before anything else: %s', (facts, found) => {
    expect(findInFacts(facts, PATTERN, undefined, 'd-3')).toBe(found);
  });

  it('finds nothing where there is nothing', () => {
    expect(findInFacts({ summary: 'd-1' }, PATTERN)).toBeUndefined();
  });
});
