import { describe, expect, it } from '@jest/globals';
import { hideSecrets } from '#shared/domain/hide-secrets.ts';
import { hostileText } from '#tests/support/hostile-text.ts';
import { fc } from '#tests/support/property.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl';
const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIcanary\n-----END RSA PRIVATE KEY-----';

describe('hideSecrets', () => {
  it.each([
    ['an access key id of AWS', 'key AKIAIOSFODNN7EXAMPLE.', 'key [redacted].'],
    ['tokens of Slack', 'xoxb-1234567890-canary and xapp-1-A0-canary', '[redacted] and [redacted]'],
    ['a token of GitHub', 'ghp_0123456789abcdefghijABCDEFGHIJ456789!', '[redacted]!'],
    ['a JSON Web Token', `got ${JWT}, expired`, 'got [redacted], expired'],
    ['a private key', `a ${PEM} b`, 'a [redacted] b'],
    ['a private key without its end', PEM.slice(0, 40), '[redacted]'],
    ['a password given to a command', 'mysql --password=canary -u x', 'mysql --password=[redacted] -u x'],
    ['a quoted password', 'PASSWORD="two words" next', 'PASSWORD=[redacted] next'],
    ['a secret in JSON', '{"clientSecret": "canary", "id": 1}', '{"clientSecret": [redacted], "id": 1}'],
    [
      'a secret in a query',
      'https://x.example/?token=canary&id=1',
      'https://x.example/?token=[redacted]&id=1',
    ],
    [
      'a password in an address',
      'git clone https://me:canary@git.example/a',
      'git clone https://[redacted]@git.example/a',
    ],
    ['a webhook', 'POST https://hooks.slack.com/services/T0/B0/canary failed', 'POST [redacted] failed'],
    ['a bearer token', 'Authorization: Bearer canary-0123456789', 'Authorization: Bearer [redacted]'],
  ])('leaves out %s', (_, text, expected) => {
    expect(hideSecrets(text)).toBe(expected);
  });

  it.each([
    'Fix token refresh: keep the secret in memory',
    'feat(password): ask for eight characters',
    'Merge pull request #7 from me/token=less'.replace('=', '-'),
    '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d',
    'https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections/redirect?Commit=4f2c9d1',
  ])('leaves alone: %s', (text) => {
    expect(hideSecrets(text)).toBe(text);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(hostileText({ maxRepeat: 20 }), (text) => {
        expect(hideSecrets(hideSecrets(text))).toBe(hideSecrets(text));
      }),
    );
  });
});
