import { describe, expect, it } from '@jest/globals';
import { createSecrets } from '#shared/clients/secrets.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeClock } from '#tests/support/fakes.ts';

function secretsFrom(client: FakeAwsJson, clock = new FakeClock()) {
  return { clock, secrets: createSecrets(client, clock) };
}

describe('secrets', () => {
  it('are asked for once in fifteen minutes', async () => {
    const client = new FakeAwsJson({ SecretString: 'old' }, { SecretString: 'new' });
    const { secrets, clock } = secretsFrom(client);

    expect(await secrets.get('a')).toBe('old');
    clock.time += 899;
    expect(await secrets.get('a')).toBe('old');
    clock.time += 1;
    expect(await secrets.get('a')).toBe('new');
    expect(client.calls).toEqual([
      { operation: 'GetSecretValue', input: { SecretId: 'a' } },
      { operation: 'GetSecretValue', input: { SecretId: 'a' } },
    ]);
  });

  it('are asked for once by many at the same time', async () => {
    const client = new FakeAwsJson({ SecretString: 'text' });
    const { secrets } = secretsFrom(client);

    expect(await Promise.all([secrets.get('a'), secrets.get('a'), secrets.get('b')])).toEqual([
      'text',
      'text',
      'text',
    ]);
    expect(client.calls).toHaveLength(2);
  });

  it('are asked for again after they were forgotten', async () => {
    const client = new FakeAwsJson({ SecretString: 'old' }, { SecretString: 'new' });
    const { secrets } = secretsFrom(client);
    await secrets.get('a');

    secrets.forget('a');

    expect(await secrets.get('a')).toBe('new');
  });

  it('are not remembered when they could not be had', async () => {
    const client = new FakeAwsJson(refusal('InternalServiceError', 500), { SecretString: 'text' });
    const { secrets } = secretsFrom(client);

    await expect(secrets.get('a')).rejects.toMatchObject({ code: 'unavailable' });
    expect(await secrets.get('a')).toBe('text');
  });

  it.each([
    ['ResourceNotFoundException', 'config'],
    ['AccessDeniedException', 'config'],
    ['ThrottlingException', 'rate_limited'],
  ])('fail by kind and name: %s', async (name, code) => {
    const { secrets } = secretsFrom(new FakeAwsJson(refusal(name, 400)));

    await expect(secrets.get('signalbox/slack')).rejects.toMatchObject({
      code,
      message: expect.stringContaining('secret signalbox/slack'),
    });
  });

  it('must be text', async () => {
    const { secrets } = secretsFrom(new FakeAwsJson({ SecretBinary: new Uint8Array([1]) }));

    await expect(secrets.get('a')).rejects.toMatchObject({
      code: 'config',
      message: 'secret a is binary: store it as text',
    });
  });
});
