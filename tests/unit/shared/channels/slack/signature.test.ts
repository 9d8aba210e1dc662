import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { findSigner, readClaim, toRequestId } from '#shared/channels/slack/signature.ts';
import { fc } from '#tests/support/property.ts';

// Slack's own example.
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const TIME = 1531420618;
const SIGNATURE = 'a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
const BODY = Buffer.from(
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
);
const KEY = { name: 'signalbox/slack', secret: SECRET };
const OTHER = { name: 'signalbox/other', secret: 'the-secret-of-another-app' };
const CLAIM = { timestamp: TIME, signature: SIGNATURE };

function headers(more: Readonly<Record<string, string>> = {}) {
  return { 'x-slack-signature': `v0=${SIGNATURE}`, 'x-slack-request-timestamp': String(TIME), ...more };
}

function signed(secret: string, body: Uint8Array, timestamp = TIME) {
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return { timestamp, signature };
}

describe('findSigner', () => {
  it("agrees with Slack's worked example", () => {
    expect(findSigner(readClaim(headers(), TIME), BODY, [KEY])).toBe(KEY);
  });

  it('finds the key among several, wherever it stands', () => {
    expect(findSigner(CLAIM, BODY, [OTHER, KEY])).toBe(KEY);
    expect(findSigner(CLAIM, BODY, [KEY, OTHER])).toBe(KEY);
    expect(findSigner(CLAIM, BODY, [OTHER])).toBeUndefined();
    expect(findSigner(CLAIM, BODY, [])).toBeUndefined();
  });

  it('finds the signer of any bytes, text or not', () => {
    const anything = fc.tuple(fc.uint8Array(), fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 4e9 }));

    fc.assert(
      fc.property(anything, ([body, secret, time]) => {
        expect(findSigner(signed(secret, body, time), body, [OTHER, { name: 'a', secret }])?.name).toBe('a');
      }),
    );
  });

  it('takes no other body, time, secret or signature', () => {
    const another = fc.tuple(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.integer({ min: 1, max: 255 }));

    fc.assert(
      fc.property(another, ([body, where, change]) => {
        const changed = body.map((byte, index) => (index === where % body.length ? byte ^ change : byte));
        const claim = signed(SECRET, body);
        const altered = Buffer.from(claim.signature, 'hex');
        altered[where % 32] = (altered[where % 32] ?? 0) ^ change;

        expect(findSigner(claim, changed, [KEY])).toBeUndefined();
        expect(findSigner({ ...claim, timestamp: TIME + change }, body, [KEY])).toBeUndefined();
        expect(findSigner({ ...claim, signature: altered.toString('hex') }, body, [KEY])).toBeUndefined();
        expect(findSigner(claim, body, [OTHER])).toBeUndefined();
      }),
    );
  });
});

describe('readClaim', () => {
  it('reads header names in any case', () => {
    const upper = { 'X-SLACK-SIGNATURE': `v0=${SIGNATURE}`, 'X-Slack-Request-Timestamp': String(TIME) };

    expect(readClaim(upper, TIME)).toEqual(CLAIM);
  });

  it.each([-300, 300])('takes a time that is %i s from now', (seconds) => {
    expect(readClaim(headers(), TIME + seconds)).toEqual(CLAIM);
  });

  it.each([-301, 301, 600, -600])('refuses a time that is %i s from now', (seconds) => {
    expect(() => readClaim(headers(), TIME + seconds)).toThrow(refused('more than 300 s from now'));
  });

  it.each([
    ['no signature', { 'x-slack-request-timestamp': String(TIME) }],
    ['no time', { 'x-slack-signature': `v0=${SIGNATURE}` }],
    ['a signature twice', headers({ 'X-Slack-Signature': `v0=${SIGNATURE}` })],
    ['a time twice', headers({ 'X-Slack-Request-Timestamp': String(TIME) })],
  ])('refuses %s', (_, given) => {
    expect(() => readClaim(given, TIME)).toThrow(refused('missing or doubled'));
  });

  it.each([
    [
      'a doubled signature as API Gateway joins it',
      { 'x-slack-signature': `v0=${SIGNATURE},v0=${SIGNATURE}` },
    ],
    ['a doubled time as API Gateway joins it', { 'x-slack-request-timestamp': `${TIME},${TIME}` }],
    ['an empty signature', { 'x-slack-signature': '' }],
    ['a signature without its version', { 'x-slack-signature': SIGNATURE }],
    ['a signature of another version', { 'x-slack-signature': `v1=${SIGNATURE}` }],
    ['a signature that is too short', { 'x-slack-signature': `v0=${SIGNATURE.slice(2)}` }],
    ['a signature in capitals', { 'x-slack-signature': `v0=${SIGNATURE.toUpperCase()}` }],
    ['a signature and a line end', { 'x-slack-signature': `v0=${SIGNATURE}\n` }],
    ['a time that is no number', { 'x-slack-request-timestamp': 'now' }],
    ['a time that is not finite', { 'x-slack-request-timestamp': 'Infinity' }],
    ['a time before time', { 'x-slack-request-timestamp': `-${TIME}` }],
    ['a time in another notation', { 'x-slack-request-timestamp': '1.531420618e9' }],
    ['a time with a zero before it', { 'x-slack-request-timestamp': `0${TIME}` }],
  ])('refuses %s', (_, given) => {
    expect(() => readClaim(headers(given), TIME)).toThrow(refused('not of the form'));
  });
});

describe('toRequestId', () => {
  it('is the same for the same signature, and tells nothing of it', () => {
    expect(toRequestId(CLAIM)).toBe(toRequestId(readClaim(headers(), TIME + 5)));
    expect(toRequestId(CLAIM)).toMatch(/^[0-9a-f]{64}$/);
    expect(toRequestId(CLAIM)).not.toBe(SIGNATURE);
    expect(toRequestId({ ...CLAIM, signature: SIGNATURE.replace('a', 'b') })).not.toBe(toRequestId(CLAIM));
  });
});

function refused(message: string) {
  return expect.objectContaining({ code: 'unauthorized', message: expect.stringContaining(message) });
}
