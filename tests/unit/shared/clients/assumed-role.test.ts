import { describe, expect, it } from '@jest/globals';
import { createAssumedRole } from '#shared/clients/assumed-role.ts';
import { createAwsServices } from '#shared/clients/aws-services.ts';
import type { HttpResponse } from '#shared/clients/http.ts';
import { STEP_FUNCTIONS } from '#shared/clients/state-machines.ts';
import { ConfigError, UnavailableError } from '#shared/errors.ts';
import { FakeClock, FakeHttpClient } from '#tests/support/fakes.ts';

const ROLE = 'arn:aws:iam::222233334444:role/signalbox-prod-members-reading';
const OWN = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIDOWN',
  AWS_SECRET_ACCESS_KEY: 'canary-own',
  AWS_SESSION_TOKEN: 'canary-own-token',
};

function given(id: string, { lacks = '' } = {}): Partial<HttpResponse> {
  const parts = { AccessKeyId: id, SecretAccessKey: 'canary-secret', SessionToken: `token-of-${id}` };
  const body = Object.entries(parts).map(([name, value]) =>
    name === lacks ? '' : `<${name}>${value}</${name}>`,
  );
  return {
    body: `<AssumeRoleResponse><AssumeRoleResult><Credentials>${body.join('')}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  };
}

function roleOver(...script: readonly Partial<HttpResponse>[]) {
  const http = new FakeHttpClient(...script);
  const clock = new FakeClock();
  return { http, clock, assumed: createAssumedRole(ROLE, { http, variables: OWN, clock }) };
}

describe('a role of another account', () => {
  it('is taken on as the function itself, in its own Region', async () => {
    const { http, assumed } = roleOver(given('AKIDTHERE'));

    expect(await assumed()).toEqual({
      accessKeyId: 'AKIDTHERE',
      secretAccessKey: 'canary-secret',
      sessionToken: 'token-of-AKIDTHERE',
    });
    expect(http.requests).toEqual([
      expect.objectContaining({
        url: 'https://sts.eu-west-1.amazonaws.com/',
        body: `Action=AssumeRole&Version=2011-06-15&RoleArn=${encodeURIComponent(ROLE)}&RoleSessionName=signalbox&DurationSeconds=3600`,
        headers: expect.objectContaining({
          authorization: expect.stringContaining('Credential=AKIDOWN/'),
          'x-amz-security-token': 'canary-own-token',
        }),
      }),
    ]);
  });

  it('asks and is believed there under the credentials that it gave', async () => {
    const { http, assumed } = roleOver(given('AKIDTHERE'), { body: '{}' });
    const services = createAwsServices({ http, variables: OWN, credentials: assumed });

    await services.json(STEP_FUNCTIONS, 'us-east-1').call('DescribeExecution', {});

    expect(http.requests[1]?.headers).toMatchObject({
      authorization: expect.stringMatching(/Credential=AKIDTHERE\/\d{8}\/us-east-1\/states\//),
      'x-amz-security-token': 'token-of-AKIDTHERE',
    });
  });

  it('is asked for once, however many ask, and again before its hour is over', async () => {
    const { http, clock, assumed } = roleOver(given('FIRST'), given('SECOND'));

    const together = await Promise.all([assumed(), assumed()]);
    clock.time += 3299;
    const later = await assumed();
    clock.time += 1;
    const renewed = await assumed();

    expect([...together, later, renewed].map(({ accessKeyId }) => accessKeyId)).toEqual([
      'FIRST',
      'FIRST',
      'FIRST',
      'SECOND',
    ]);
    expect(http.requests).toHaveLength(2);
  });

  it('that does not trust us is named, and tried again the next time', async () => {
    const refused = {
      status: 403,
      body: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>canary</Message></Error></ErrorResponse>',
    };
    const { assumed } = roleOver(refused, given('AKIDTHERE'));

    const error = await assumed().catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ message: expect.stringContaining(ROLE) });
    expect(String(error)).not.toContain('canary');
    expect(await assumed()).toMatchObject({ accessKeyId: 'AKIDTHERE' });
  });

  it.each(['AccessKeyId', 'SecretAccessKey', 'SessionToken'])('is not used without %s', async (lacks) => {
    const { assumed } = roleOver(given('AKIDTHERE', { lacks }));

    await expect(assumed()).rejects.toBeInstanceOf(UnavailableError);
  });
});
