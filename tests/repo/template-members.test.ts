import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { compilePattern } from '#local/aws/events/pattern.ts';
import { ACCOUNT } from '#local/aws/identity.ts';
import { createResolver } from '#local/aws/intrinsics.ts';
import { parseTemplate } from '#local/aws/template.ts';
import { ALL_NEEDS } from '#shared/enrichment/all-needs.ts';
import { readMemberTemplate } from './support/member-template.ts';
import { type Packaged, packageOffline, propertiesByType } from './support/packaged.ts';
import { patternFile, patternsFor } from './support/patterns.ts';
import { referencesIn } from './support/references.ts';
import { findResourceMistakes } from './support/resource-mistakes.ts';
import { readFiles } from './support/sources.ts';
import { statementsIn } from './support/statements.ts';

const MAX_PATTERN_CHARACTERS = 2048;
const MEMBERS = ['222233334444', '333344445555'];
const BUS_ARN = `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/signalbox-prod-members`;
const READER = `arn:aws:iam::${ACCOUNT}:role/signalbox-prod-EnrichRole-1ABC`;
const DECIDER = `arn:aws:iam::${ACCOUNT}:role/signalbox-prod-CommandRole-2DEF`;

const Rule = z.object({
  EventPattern: z.looseObject({ account: z.unknown() }),
  EventBusName: z.unknown().optional(),
});

const Environment = z.object({ Variables: z.record(z.string(), z.unknown()) });
const List = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Policy = z.object({
  PolicyDocument: z.object({ Statement: z.array(z.object({ Action: List, Resource: List })) }),
});
const Role = z.object({ Policies: z.array(Policy) });
const PIPELINES = 'arn:${AWS::Partition}:codepipeline:*:${AWS::AccountId}:*';
const STRUCTURE = ['codepipeline:GetPipeline', 'codepipeline:ListPipelineExecutions'].map(
  (action) => `${action} ${PIPELINES}`,
);

let central: Packaged;

beforeAll(async () => {
  central = await packageOffline({ stage: 'prod', parameters: { memberAccounts: MEMBERS.join(',') } });
}, 60_000);

afterAll(() => central?.remove());

describe('the central stack', () => {
  it('has a template that CloudFormation accepts', async () => {
    expect(await findResourceMistakes(central.template.Resources)).toEqual([]);
  });

  it('takes events of its own account from the default bus, of members from their bus', () => {
    const rules = [...propertiesByType(central, 'AWS::Events::Rule').values()]
      .filter(({ EventPattern }) => EventPattern !== undefined)
      .map((rule) => Rule.parse(rule));

    const own = [undefined, [{ Ref: 'AWS::AccountId' }]];
    const ofMembers = [{ Ref: 'MemberBus' }, MEMBERS];
    expect(rules.map(({ EventBusName, EventPattern }) => [EventBusName, EventPattern.account])).toEqual([
      own,
      own,
      ofMembers,
      ofMembers,
    ]);
  });

  it('admits to that bus the forwarding rule of each member, and nobody else', () => {
    const policies = [...propertiesByType(central, 'AWS::Events::EventBusPolicy').values()].map(resolve);

    expect(policies).toEqual([
      {
        EventBusName: 'signalbox-prod-members',
        StatementId: 'members',
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: MEMBERS.map((member) => `arn:aws:iam::${member}:root`) },
          Action: 'events:PutEvents',
          Resource: BUS_ARN,
          Condition: {
            ArnLike: {
              'aws:SourceArn': MEMBERS.map(
                (member) => `arn:aws:events:*:${member}:rule/signalbox-prod-members`,
              ),
            },
          },
        },
      },
    ]);
  });

  it('lets the rules of both buses fill its queues', () => {
    const sources = referencesIn(propertiesByType(central, 'AWS::SQS::QueuePolicy').get('EventsQueuePolicy'));

    expect(sources).toContain('EventsQueue');
    expect(JSON.stringify(central.template.Resources['EventsQueuePolicy'])).toContain(
      'rule/signalbox-prod-members/signalbox-prod-codepipeline',
    );
  });

  it('tells ingest whose events to believe', () => {
    const variables = resolve(
      propertiesByType(central, 'AWS::Lambda::Function').get('IngestLambdaFunction')?.['Environment'],
    );

    expect(variables).toMatchObject({ Variables: { ALLOWED_ACCOUNTS: [ACCOUNT, ...MEMBERS].join(',') } });
  });

  it('lets enrich take on the reading role of each member, and tells it the name', () => {
    const role = 'role/signalbox-prod-members-reading';
    const { Variables } = Environment.parse(
      resolve(
        propertiesByType(central, 'AWS::Lambda::Function').get('EnrichLambdaFunction')?.['Environment'],
      ),
    );
    const allowed = statementsIn(central.template.Resources['EnrichRole']).filter(({ Action }) =>
      Action.includes('sts:AssumeRole'),
    );

    expect(Variables['READING_ROLE']).toBe(`arn:aws:iam::ACCOUNT:${role}`);
    expect(allowed.map(({ Resource }) => Resource.map(resolve))).toEqual([
      MEMBERS.map((member) => `arn:aws:iam::${member}:${role}`),
    ]);
  });

  it('has neither bus nor policy without members', async () => {
    const alone = await packageOffline({ stage: 'dev' });

    const types = Object.values(alone.template.Resources).map(({ Type }) => Type);
    await alone.remove();

    expect(types.filter((type) => type.startsWith('AWS::Events::EventBus'))).toEqual([]);
  });
});

describe('the template of a member', () => {
  it('is one that CloudFormation accepts', async () => {
    expect(await findResourceMistakes(readMemberTemplate().Resources)).toEqual([]);
  });

  it('forwards to the bus, by a rule of the name that it admits', () => {
    expect(resolveMember('ForwardingRule')).toMatchObject({
      Name: 'signalbox-prod-members',
      EventPattern: { account: [ACCOUNT] },
      Targets: [{ Arn: BUS_ARN, DeadLetterConfig: { Arn: expect.stringContaining(':sqs:') } }],
    });
  });

  it('forwards what is always asked for in the central stack, and nothing else', () => {
    const { EventPattern } = Rule.parse(resolveMember('ForwardingRule'));
    const forwards = compilePattern(EventPattern);
    const events = readFiles('events/*/*.json').map(({ text }) => ({
      ...JSON.parse(text),
      account: ACCOUNT,
    }));
    const wanted = events.filter((event) => patternsFor(event).some((name) => name in patternFile.always));

    expect(wanted.length).toBeGreaterThan(80);
    expect(events.filter(forwards).map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    expect(JSON.stringify(EventPattern).length).toBeLessThanOrEqual(MAX_PATTERN_CHARACTERS);
  });

  it.each([
    ['ReadingRole', READER, 'signalbox-prod-members-reading'],
    ['DecidingRole', DECIDER, 'signalbox-prod-members-deciding'],
  ])('lets one role of the central account take on its %s', (id, principal, RoleName) => {
    expect(resolveMember(id)).toMatchObject({
      RoleName,
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: ACCOUNT },
            Action: 'sts:AssumeRole',
            Condition: { ArnEquals: { 'aws:PrincipalArn': principal } },
          },
        ],
      },
    });
  });

  it('may be asked by its reading role whatever enrich asks at home, and nothing else', () => {
    const reading = new Set([
      ...STRUCTURE,
      ...ALL_NEEDS.flatMap(({ actions, resources }) =>
        actions.flatMap((action) => resources.map((resource) => `${action} ${resource}`)),
      ),
    ]);

    expect(grantsOf('ReadingRole', { ReaderRoleArn: READER, ReadsLogs: 'true' })).toEqual(
      [...reading].map(inMember).sort(),
    );
  });

  it('lets nobody read logs unless it is told to', () => {
    const without = grantsOf('ReadingRole', { ReaderRoleArn: READER });

    expect(without.filter((grant) => grant.startsWith('logs:'))).toEqual([]);
    expect(without).not.toEqual([]);
  });

  it('makes no role that was not asked for', () => {
    expect(['IsRead', 'IsDecided', 'ReadsLogs'].map((condition) => isTrue(condition))).toEqual([
      false,
      false,
      false,
    ]);
  });
});

/** ACTION RESOURCE, in order of the alphabet. */
function grantsOf(roleId: string, parameters: Readonly<Record<string, string>>): readonly string[] {
  const { Policies } = Role.parse(resolveMember(roleId));
  const logs = Policy.parse(resolveMember('ReadingLogs'));
  return [...Policies, ...(isTrue('ReadsLogs', parameters) ? [logs] : [])]
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)),
    )
    .sort();
}

function isTrue(condition: string, given: Readonly<Record<string, string>> = {}): boolean {
  const template = parseTemplate(readMemberTemplate());
  const parameters = { BusArn: BUS_ARN, ...given };
  return createResolver({ template, parameters, resources: new Map() }).isTrue(condition);
}

function inMember(grant: string): string {
  return grant.replace('${AWS::Partition}', 'aws').replace('${AWS::AccountId}', ACCOUNT);
}

/** What CloudFormation would make of it in the central account. */
function resolve(value: unknown): unknown {
  const resources = new Map(
    Object.entries(central.template.Resources).map(([id, { Type: type }]) => [
      id,
      id === 'MemberBus'
        ? { type, ref: 'signalbox-prod-members', attributes: { Arn: BUS_ARN } }
        : { type, ref: id, attributes: {} },
    ]),
  );
  return createResolver({
    template: parseTemplate({ Resources: {} }),
    parameters: {},
    resources,
  }).resolve(value);
}

function resolveMember(id: string): unknown {
  const template = parseTemplate(readMemberTemplate());
  const resources = new Map(
    Object.entries(template.Resources).map(([name, { Type: type }]) => [
      name,
      { type, ref: name, attributes: { Arn: `arn:aws:${type.split('::')[1]?.toLowerCase()}:::${name}` } },
    ]),
  );
  const parameters = { BusArn: BUS_ARN, ReaderRoleArn: READER, DeciderRoleArn: DECIDER };
  return createResolver({ template, parameters, resources }).resolve(template.Resources[id]?.Properties);
}
