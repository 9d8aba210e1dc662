import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Resource, Resources } from '#infra/template.ts';
import { readMemberTemplate } from './support/member-template.ts';
import { type Packaged, packageOffline } from './support/packaged.ts';

// What other checkers of templates ask for and cdk-nag's two packs do not; their ids stand beside each.

const SECRET_NAME = /SECRET|TOKEN|PASSWORD|PRIVATE|CREDENTIAL|API_KEY/i;
const SECRET_TEXT = /xox[bp]-|hooks\.slack\.com\/services|AKIA[A-Z0-9]{16}|-----BEGIN/;

interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

let packaged: Packaged;
let resources: Resources;

beforeAll(async () => {
  packaged = await packageOffline({ stage: 'prod', parameters: { memberAccounts: '222233334444' } });
  resources = { ...packaged.template.Resources, ...readMemberTemplate().Resources };
}, 60_000);

afterAll(() => packaged?.remove());

describe('the templates', () => {
  // Security Hub Lambda.1, SQS.3; cfn_nag F13, F20, F21, W43; checkov CKV_AWS_364.
  it('let nobody in whom they do not name', () => {
    const open = statements().filter(
      ({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal ?? '').includes('"*"'),
    );
    const permissions = ofType('AWS::Lambda::Permission').filter(
      ({ Properties = {} }) => Properties['Principal'] === '*' || Properties['SourceArn'] === undefined,
    );

    expect(statements().length).toBeGreaterThan(30);
    expect([...open, ...permissions]).toEqual([]);
  });

  // cfn_nag F18 and its like; the confused deputy of AWS's own guide.
  it('let services in on behalf of a named resource or account only', () => {
    const onAnyBehalf = statements().filter(
      ({ Effect, Principal, Action, Condition }) =>
        Effect === 'Allow' &&
        Object(Principal).Service !== undefined &&
        Object(Principal).Service !== 'lambda.amazonaws.com' &&
        !/aws:Source(Arn|Account)/.test(JSON.stringify(Condition ?? '')) &&
        Action !== undefined,
    );

    expect(onAnyBehalf).toEqual([]);
  });

  // Security Hub IAM.1, IAM.21; checkov CKV_AWS_62, 63; cfn_nag F3, F4, F38, W12; NotAction and NotResource too.
  it('grant no action by a wildcard, and none by what it is not', () => {
    const wild = statements().filter(
      ({ Effect, Action }) => Effect === 'Allow' && JSON.stringify(Action).includes('*'),
    );

    expect(wild).toEqual([]);
    expect(JSON.stringify(resources)).not.toMatch(/"Not(Action|Resource|Principal)"/);
    expect(JSON.stringify(resources)).not.toContain('ManagedPolicyArns');
  });

  // checkov CKV_AWS_45; cfn_nag F45; Security Hub SecretsManager.
  it('hold no secret, and no variable that is made for one', () => {
    const names = ofType('AWS::Lambda::Function').flatMap(({ Properties = {} }) =>
      Object.keys(Object(Object(Properties['Environment'])['Variables'])),
    );

    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => SECRET_NAME.test(name))).toEqual([]);
    expect(JSON.stringify(resources)).not.toMatch(SECRET_TEXT);
  });

  // Security Hub EventBridge.3; serverless-rules ES4000.
  it('give every target of a rule a dead-letter queue and a policy of retries', () => {
    const targets = ofType('AWS::Events::Rule').flatMap(({ Properties = {} }) =>
      [Properties['Targets'] ?? []].flat(),
    );

    expect(targets.length).toBeGreaterThan(5);
    for (const target of targets)
      expect(target).toMatchObject({ DeadLetterConfig: expect.anything(), RetryPolicy: expect.anything() });
  });

  // cfn_nag W86; checkov CKV_AWS_66; serverless-rules WS1004.
  it('let every log group forget', () => {
    for (const { Properties = {} } of ofType('AWS::Logs::LogGroup'))
      expect(Properties['RetentionInDays']).toEqual(expect.any(Number));
  });
});

function ofType(type: string): readonly Resource[] {
  return Object.values(resources).filter(({ Type }) => Type === type);
}

/** Wherever they stand: in policies of resources, in roles and in what lets a role be taken on. */
function statements(): readonly Statement[] {
  return statementsIn(resources);
}

function statementsIn(value: unknown): readonly Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'Statement' ? ([inner].flat() as readonly Statement[]) : statementsIn(inner),
  );
}
