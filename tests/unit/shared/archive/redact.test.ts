import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { redact } from '#shared/archive/redact.ts';
import { fc } from '#tests/support/property.ts';

describe('redact', () => {
  it('leaves an event as it was received', () => {
    const event = { id: 'e-1', detail: { state: 'FAILED', version: 12, resources: ['a', null, true] } };

    expect(redact(event)).toEqual(event);
  });

  it.each([
    'environment-variables',
    'environmentVariables',
    'EnvironmentVariables',
    'exported-environment-variables',
    'auth',
    'approvalReviewLink',
    'artifactCredentials',
    'OAuthToken',
    'oAuthToken',
    'containerOverrides',
    'input',
    'output',
  ])('leaves out %s wherever it is', (name) => {
    const event = { a: 1, [name]: 'canary', detail: { list: [{ [name]: [{ value: 'canary' }], b: 2 }] } };

    expect(redact(event)).toEqual({ a: 1, detail: { list: [{ b: 2 }] } });
  });

  it('keeps of a token what tells two apart, and no more', () => {
    const sha256 = createHash('sha256').update('canary').digest('hex');

    expect(redact({ approval: { token: 'canary' }, approvalToken: 'canary' })).toEqual({
      approval: { token: `sha256:${sha256}` },
      approvalToken: `sha256:${sha256}`,
    });
    expect(redact({ token: { inner: 'canary' } })).not.toHaveProperty('token.inner');
  });

  it('hides what the names of members tell to be secrets, as in a call to UpdatePipeline', () => {
    const call = {
      requestParameters: {
        password: 'hunter2',
        pin: { DB_PASSWORD_PROD: 73952846 },
        configuration: { ClientSecret: 'abc', RefreshToken: 'r', Owner: 'zzz' },
      },
    };

    expect(redact(call)).toEqual({
      requestParameters: {
        password: '[redacted]',
        pin: { DB_PASSWORD_PROD: '[redacted]' },
        configuration: { ClientSecret: '[redacted]', RefreshToken: '[redacted]', Owner: 'zzz' },
      },
    });
  });

  it.each([
    ['name', 'value'],
    ['Name', 'Value'],
    ['Key', 'Value'],
    ['ParameterKey', 'ParameterValue'],
    ['parameterKey', 'parameterValue'],
  ])('hides what a pair of %s and %s tells to be a secret', (name, value) => {
    const pairs = (first: string) => [
      { [name]: 'DB_PASSWORD', [value]: first },
      { [name]: 'BRANCH', [value]: 'main' },
    ];

    expect(redact(pairs('x'))).toEqual(pairs('[redacted]'));
  });

  it('keeps members that only sound like secrets, and the want of one', () => {
    const event = {
      clientRequestToken: 'c-1',
      nextToken: 'n',
      secretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf',
      tokenType: 'bearer',
      accessKeyId: 'x',
      encryptionKey: { id: 'arn:aws:kms:eu-west-1:111122223333:key/k', type: 'KMS' },
      kms: { encryptionKey: 'arn:aws:kms:eu-west-1:111122223333:key/k' },
      password: null,
      secret: '',
      isSecret: true,
    };

    expect(redact(event)).toEqual(event);
  });

  it('takes a name or a token that cannot be made a text', () => {
    const odd = { toString: 1, valueOf: 1 };

    expect(redact({ name: odd, value: 'x' })).toEqual({ name: odd, value: 'x' });
    expect(redact({ token: odd })).toHaveProperty('token', expect.stringMatching(/^sha256:/));
  });

  it('leaves out what is nested deeper than any event, also 100,000 deep', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}"canary"${']'.repeat(100_000)}`);

    const kept = JSON.stringify(redact({ detail: deep }));

    expect(kept).toContain('(nested too deeply)');
    expect(kept).not.toContain('canary');
  });

  it('keeps names that are members of objects as names', () => {
    const raw = '{"__proto__":{"auth":"x","a":1},"constructor":{"b":2}}';

    expect(JSON.stringify(redact(JSON.parse(raw)))).toBe('{"__proto__":{"a":1},"constructor":{"b":2}}');
  });

  it('gives JSON for any JSON, without a listed member, and the same when repeated', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.string(), (value, secret) => {
        const redacted = redact({ value, auth: secret, list: [{ auth: secret }] });

        expect(() => JSON.parse(JSON.stringify(redacted))).not.toThrow();
        expect(JSON.stringify(redacted)).not.toContain('"auth"');
        expect(redact(redacted)).toEqual(redacted);
      }),
      { numRuns: 100 },
    );
  });
});
