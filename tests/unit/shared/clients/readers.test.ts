import { describe, expect, it } from '@jest/globals';
import { createReaders } from '#shared/clients/readers.ts';
import { STEP_FUNCTIONS } from '#shared/clients/state-machines.ts';
import { FakeClock, FakeHttpClient } from '#tests/support/fakes.ts';

const OWN = '111122223333';
const MEMBER = '222233334444';
const ROLE = 'arn:aws:iam::ACCOUNT:role/signalbox-prod-members-reading';
const GIVEN =
  '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIDTHERE</AccessKeyId>' +
  '<SecretAccessKey>canary</SecretAccessKey><SessionToken>token</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>';

function readersOver({ role }: { readonly role: string | undefined }) {
  const http = new FakeHttpClient({ body: GIVEN }, { body: '{}' });
  const variables = {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDOWN',
    AWS_SECRET_ACCESS_KEY: 'canary',
  };
  return { http, readers: createReaders({ account: OWN, role, http, variables, clock: new FakeClock() }) };
}

describe('readers', () => {
  it('ask in the own account as the function', async () => {
    const { http, readers } = readersOver({ role: ROLE });

    await readers
      .servicesOf(OWN)
      ?.json(STEP_FUNCTIONS, 'eu-west-1')
      .call('DescribeExecution', {})
      .catch(String);

    expect(http.requests.map(({ headers }) => headers['authorization'])).toEqual([
      expect.stringContaining('Credential=AKIDOWN/'),
    ]);
  });

  it('ask in a member by the role there, which is taken on once', async () => {
    const { http, readers } = readersOver({ role: ROLE });

    for (const _ of [1, 2])
      await readers.servicesOf(MEMBER)?.json(STEP_FUNCTIONS, 'eu-west-1').call('DescribeExecution', {});

    expect(
      http.requests.map(({ headers }) => /Credential=(\w+)/.exec(headers['authorization'] ?? '')?.[1]),
    ).toEqual(['AKIDOWN', 'AKIDTHERE', 'AKIDTHERE']);
    expect(http.requests[0]?.body).toContain(encodeURIComponent(ROLE.replace('ACCOUNT', MEMBER)));
    expect(readers.codepipelineOf(MEMBER)).toBe(readers.codepipelineOf(MEMBER));
  });

  it('are not there for other accounts when no role is named', () => {
    const { readers } = readersOver({ role: undefined });

    expect([readers.servicesOf(MEMBER), readers.codepipelineOf(MEMBER)]).toEqual([undefined, undefined]);
    expect(readers.codepipelineOf(OWN)).toBeDefined();
  });
});
