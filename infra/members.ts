import { arnOf, type Permission, type Resources, sub, type Value } from './template.ts';

export const MEMBER_BUS = 'MemberBus';

/** The bus that rules of other accounts and Regions forward to (infra/member.yml); none when there are no members. */
export function memberBus(accounts: readonly string[], prefix: string): Resources {
  if (accounts.length === 0) return {};
  const name = memberBusName(prefix);
  return {
    [MEMBER_BUS]: { Type: 'AWS::Events::EventBus', Properties: { Name: name } },
    [`${MEMBER_BUS}Policy`]: {
      Type: 'AWS::Events::EventBusPolicy',
      Properties: {
        EventBusName: { Ref: MEMBER_BUS },
        StatementId: 'members',
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: accounts.map((account) => sub(`arn:\${AWS::Partition}:iam::${account}:root`)) },
          Action: 'events:PutEvents',
          Resource: arnOf(MEMBER_BUS),
          // A rule only forwards what AWS itself put on its bus: whoever calls PutEvents has no source ARN.
          Condition: {
            ArnLike: { 'aws:SourceArn': accounts.map((account) => forwardingRule(account, name)) },
          },
        },
      },
    },
  };
}

/** Also the name of the forwarding rule in each member: infra/member.yml takes it from the bus's ARN. */
export function memberBusName(prefix: string): string {
  return `${prefix}-members`;
}

/** To read in each member, for whoever asks why something failed there. */
export function memberPermissions(accounts: readonly string[], prefix: string): readonly Permission[] {
  if (accounts.length === 0) return [];
  const roles = accounts.map((account) => readingRoleArn(account, prefix));
  return [{ actions: ['sts:AssumeRole'], resources: roles }];
}

/** infra/member.yml names its role so, after the bus. */
export function readingRoleArn(account: string, prefix: string): Value {
  return sub(`arn:\${AWS::Partition}:iam::${account}:role/${memberBusName(prefix)}-reading`);
}

/** For the stack's outputs: what infra/member.yml asks for. */
export function memberOutputs(accounts: readonly string[]): Readonly<Record<string, Value>> {
  if (accounts.length === 0) return {};
  return {
    MemberBusArn: {
      Description: 'The parameter BusArn of infra/member.yml, deployed in each member',
      Value: arnOf(MEMBER_BUS),
    },
  };
}

function forwardingRule(account: string, name: string): Value {
  return sub(`arn:\${AWS::Partition}:events:*:${account}:rule/${name}`);
}
