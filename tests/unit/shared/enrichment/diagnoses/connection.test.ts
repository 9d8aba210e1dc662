import { describe, expect, it } from '@jest/globals';
import type { Facts } from '#shared/domain/facts.ts';
import { connection } from '#shared/enrichment/diagnoses/connection.ts';
import { buildAsking, buildFailedAction, buildRun, knowsRuns } from '#tests/support/build-failed-action.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';

const ID = 'connection/0c1b0737-4ea9-47d8-a6b8-49139f256108';
const ARN = `arn:aws:codeconnections:eu-north-1:111122223333:${ID}`;
const OLDER_ARN = `arn:aws:codestar-connections:us-east-1:111122223333:${ID}`;
const URL = (region: string) =>
  `https://${region}.console.aws.amazon.com/codesuite/settings/connections?region=${region}`;
const TEXT = { summary: 'The connection is not available' };

function found(ConnectionStatus?: string, ConnectionName: string | undefined = 'to-github') {
  return { Connection: { ConnectionName, ConnectionStatus, ProviderType: 'GitHub' } };
}

interface Situation {
  readonly arn?: string;
  readonly facts?: Facts;
  readonly error?: { readonly code: string; readonly message: string };
}

function situation(answer: unknown, { arn = ARN, facts = TEXT, error }: Situation = {}) {
  const client = new FakeAwsJson(answer);
  const services = new FakeAwsServices({
    CODECONNECTIONS: client,
    CODESTAR_CONNECTIONS: client,
    CODEPIPELINE: knowsRuns(buildRun({ configuration: { ConnectionArn: arn }, ...(error && { error }) })),
  });
  return { client, services, told: connection.diagnose(buildFailedAction({ facts }), buildAsking(services)) };
}

describe('a connection', () => {
  it('that nobody has completed says so, and where', async () => {
    const { client, services, told } = situation(found('PENDING'));

    expect(await told).toEqual({
      why: 'the connection to-github is pending: complete it in the console (Developer Tools → Settings → Connections)',
      url: URL('eu-north-1'),
    });
    expect(services.asked).toEqual(['CODEPIPELINE eu-central-1', 'CODECONNECTIONS eu-north-1']);
    expect(client.calls).toEqual([{ operation: 'GetConnection', input: { ConnectionArn: ARN } }]);
  });

  it('that is broken says so, under the older name of the service too', async () => {
    const { services, told } = situation(found('ERROR'), { arn: OLDER_ARN });

    expect(await told).toEqual({
      why: 'the connection to-github is in error: mend it in the console (Developer Tools → Settings → Connections)',
      url: URL('us-east-1'),
    });
    expect(services.asked[1]).toBe('CODESTAR_CONNECTIONS us-east-1');
  });

  it('may have no name', async () => {
    const told = await situation({ Connection: { ConnectionStatus: 'PENDING' } }).told;

    expect(told?.why).toMatch(/^the connection is pending/);
  });

  it.each([
    ['the event', { facts: TEXT }],
    ['CodePipeline', { facts: {}, error: { code: 'JobFailed', message: 'Connection is not available' } }],
    [
      'the event, with its ARN',
      { facts: { summary: `Connection ${ARN} is not available` }, arn: '#{variables.ARN}' },
    ],
  ])('is asked for when %s speaks of it', async (_, more) => {
    expect(await situation(found('PENDING'), more).told).toBeDefined();
  });

  it.each([
    ['the failure is another', { facts: { summary: 'Branch main does not exist' } }],
    ['nobody says why', { facts: {} }],
    ['it is of another account', { arn: ARN.replace('111122223333', '222233334444') }],
    ['it has no ARN', { arn: 'none' }],
    ['it is of no service that we know', { arn: ARN.replace('codeconnections', 'connect') }],
  ])('is not asked for where %s', async (_, more) => {
    const { client, told } = situation(found('PENDING'), more);

    expect(await told).toBeUndefined();
    expect(client.calls).toEqual([]);
  });

  it.each([
    ['it is available', found('AVAILABLE')],
    ['it has no status', found()],
    ['the answer is empty', {}],
    ['there is none', refusal('ResourceNotFoundException')],
  ])('is not to blame where %s', async (_, answer) => {
    expect(await situation(answer).told).toBeUndefined();
  });

  it.each([
    ['ThrottlingException', 400, 'rate_limited'],
    ['InternalFailure', 500, 'unavailable'],
    ['AccessDeniedException', 400, 'config'],
  ])('cannot be diagnosed after %s (HTTP %d): %s', async (name, status, code) => {
    await expect(situation(refusal(name, status)).told).rejects.toMatchObject({ code });
  });
});
