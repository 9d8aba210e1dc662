import { describe, expect, it } from '@jest/globals';
import type { Facts } from '#shared/domain/facts.ts';
import { stackSets } from '#shared/enrichment/diagnoses/stack-sets.ts';
import {
  BEGAN,
  buildAsking,
  buildFailedAction,
  buildRun,
  knowsRuns,
} from '#tests/support/build-failed-action.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';
import { FakeAwsQuery, toXml } from '#tests/support/fake-aws-query.ts';
import { FakeAwsServices } from '#tests/support/fake-aws-services.ts';

const OPERATION = '0c1b0737-4ea9-47d8-a6b8-49139f256108';
const SET_ID = 'guardrails:708b9ded-824d-4915-a2e8-f006077da252';
const RESULT = {
  Account: '222233334444',
  Region: 'eu-west-1',
  Status: 'FAILED',
  StatusReason: 'Account 222233334444 should have the execution role',
};

function results(...Summaries: readonly unknown[]): string {
  return toXml('ListStackSetOperationResultsResult', { Summaries });
}

function situation(facts: Facts, ...script: readonly (string | Error)[]) {
  const client = new FakeAwsQuery(...script);
  const services = new FakeAwsServices({
    CLOUDFORMATION: client,
    CODEPIPELINE: knowsRuns(buildRun({ configuration: { StackSetName: 'guardrails' } })),
  });
  const diagnose = () => stackSets.diagnose(buildFailedAction({ facts }), buildAsking(services));
  return { client, services, diagnose };
}

describe('an operation of a stack set', () => {
  it('tells the first account and Region that failed, why, and how many did', async () => {
    const other = { ...RESULT, Account: '333344445555' };
    const { services, diagnose } = situation({ externalId: OPERATION }, results(RESULT, other));

    expect(await diagnose()).toEqual({
      failedAt: '222233334444 in eu-west-1',
      why: 'Account 222233334444 should have the execution role (the first of 2 that failed)',
    });
    expect(new Set(services.asked)).toEqual(
      new Set(['CODEPIPELINE eu-central-1', 'CLOUDFORMATION eu-west-1']),
    );
  });

  it('does not count one, nor beyond a hundred', async () => {
    const many = Array.from({ length: 100 }, () => RESULT);

    expect((await situation({ externalId: OPERATION }, results(RESULT)).diagnose())?.why).toBe(
      'Account 222233334444 should have the execution role',
    );
    expect((await situation({ externalId: OPERATION }, results(...many)).diagnose())?.why).toContain(
      '(the first of 100 or more that failed)',
    );
  });

  it.each([
    ['the id', { externalId: OPERATION }, 'guardrails'],
    [
      'the address',
      { url: `https://example.com/#/stacksets/${encodeURIComponent(SET_ID)}/operations/${OPERATION}` },
      SET_ID,
    ],
    ['the summary', { externalId: SET_ID, summary: `Operation ${OPERATION} failed` }, 'guardrails'],
    ['a longer summary', { summary: `The operation ID: ${OPERATION} has failed` }, 'guardrails'],
  ])('is known by %s', async (_, facts, stackSet) => {
    const { client, diagnose } = situation(facts, results(RESULT));

    await diagnose();

    expect(client.calls).toMatchObject([
      {
        action: 'ListStackSetOperationResults',
        parameters: { StackSetName: stackSet, OperationId: OPERATION },
      },
    ]);
  });

  it('is the newest that failed since the action began where nobody names it', async () => {
    const CreationTimestamp = new Date((BEGAN + 5) * 1000).toISOString();
    const { client, diagnose } = situation(
      { externalId: SET_ID },
      toXml('R', { Summaries: [{ OperationId: 'found', Status: 'FAILED', CreationTimestamp }] }),
      results(RESULT),
    );

    expect(await diagnose()).toMatchObject({ failedAt: '222233334444 in eu-west-1' });
    expect(client.calls).toMatchObject([
      { action: 'ListStackSetOperations', parameters: { StackSetName: 'guardrails' } },
      { action: 'ListStackSetOperationResults', parameters: { OperationId: 'found' } },
    ]);
  });

  it.each([
    ['no operation failed', {}, toXml('R', { Summaries: [] })],
    ['no account failed', { externalId: OPERATION }, results()],
    ['there is no such stack set', { externalId: OPERATION }, refusal('StackSetNotFoundException', 404)],
    ['there is no such operation', { externalId: OPERATION }, refusal('OperationNotFoundException', 404)],
  ])('is not diagnosed where %s', async (_, facts, answer) => {
    expect(await situation(facts, answer).diagnose()).toBeUndefined();
  });

  it.each([
    ['no stack set', knowsRuns(buildRun())],
    ['no such run', new FakeAwsJson({})],
  ])('is not asked for where CodePipeline tells of %s', async (_, CODEPIPELINE) => {
    const failed = buildFailedAction({ facts: { externalId: OPERATION } });

    expect(
      await stackSets.diagnose(failed, buildAsking(new FakeAwsServices({ CODEPIPELINE }))),
    ).toBeUndefined();
  });

  it('may lack anything', async () => {
    expect(await situation({ externalId: OPERATION }, results({})).diagnose()).toEqual({});
  });

  it.each([
    ['Throttling', 400, 'rate_limited'],
    ['InternalFailure', 500, 'unavailable'],
    ['AccessDenied', 403, 'config'],
  ])('cannot be diagnosed after %s (HTTP %d): %s', async (name, status, code) => {
    const { diagnose } = situation({ externalId: OPERATION }, refusal(name, status));

    await expect(diagnose()).rejects.toMatchObject({ code });
  });
});
