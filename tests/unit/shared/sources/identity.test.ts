import { describe, expect, it } from '@jest/globals';
import { Identifier, placeOf, toName } from '#shared/sources/identity.ts';
import { ACCOUNT, REGION } from '#tests/support/build-event.ts';

describe('a name', () => {
  it.each([
    ['on one line', 'Unit\n tests ', 'Unit tests'],
    ['whole, when it is long', 'n'.repeat(200), 'n'.repeat(200)],
    ['cut before a character that does not fit', `${'a'.repeat(195)}😀😀`, `${'a'.repeat(195)}…`],
    ['cut before one that is made of several', `${'a'.repeat(190)}👩‍👩‍👧`, `${'a'.repeat(190)}…`],
  ])('is %s', (_, text, name) => {
    expect(toName(text)).toBe(name);
  });

  it('of a pipeline is made of whole characters too', () => {
    expect(Identifier.parse(`${'n'.repeat(199)}😀`)).toBe(`${'n'.repeat(197)}…`);
  });
});

describe('the place of an event', () => {
  const own = { account: '999900001111', region: 'us-east-1' };
  const arn = `arn:aws:codepipeline:${REGION}:${ACCOUNT}:web-shop`;

  it.each([
    ['what it says', { account: ACCOUNT, region: REGION, resources: [] }, [ACCOUNT, REGION]],
    ['what its ARN says', { account: undefined, region: undefined, resources: [arn] }, [ACCOUNT, REGION]],
    ['the default', { account: undefined, region: 'x y', resources: [] }, [own.account, own.region]],
    ['the default in part', { account: ACCOUNT, region: undefined, resources: [] }, [ACCOUNT, own.region]],
  ])('is %s', (_, envelope, place) => {
    expect(Object.values(placeOf(envelope, { receivedAt: 0, place: own }))).toEqual(place);
  });
});
