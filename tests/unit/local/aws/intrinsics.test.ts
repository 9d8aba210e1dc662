// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders
import { describe, expect, it } from '@jest/globals';
import { createResolver } from '#local/aws/intrinsics.ts';
import { parseTemplate } from '#local/aws/template.ts';

const TEMPLATE = parseTemplate({
  Parameters: {
    Stage: { Type: 'String', Default: 'dev' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a,b,c' },
    Days: { Type: 'Number', Default: 30 },
  },
  Mappings: { Sizes: { dev: { memory: 256 } } },
  Conditions: {
    IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    IsNot: { 'Fn::Not': [{ Condition: 'IsProduction' }] },
    Both: { 'Fn::And': [{ Condition: 'IsNot' }, { 'Fn::Equals': [{ Ref: 'Days' }, 30] }] },
    Either: { 'Fn::Or': [{ Condition: 'IsProduction' }, { Condition: 'Both' }] },
  },
  Resources: {},
});
const QUEUE = {
  type: 'AWS::SQS::Queue',
  ref: 'http://queue',
  attributes: { Arn: 'arn:queue', 'A.B': 'nested' },
};

describe('an intrinsic function', () => {
  it.each([
    [{ Ref: 'Stage' }, 'dev'],
    [{ Ref: 'Days' }, '30'],
    [{ Ref: 'Zones' }, ['a', 'b', 'c']],
    [{ Ref: 'Queue' }, 'http://queue'],
    [{ Ref: 'AWS::AccountId' }, '111122223333'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:queue'],
    [{ 'Fn::GetAtt': 'Queue.Arn' }, 'arn:queue'],
    [{ 'Fn::GetAtt': ['Queue', 'A.B'] }, 'nested'],
    [{ 'Fn::Sub': '${Stage}-${AWS::Region}-${Queue.Arn}-${!Literal}' }, 'dev-eu-west-1-arn:queue-${Literal}'],
    [{ 'Fn::Sub': ['${Own}-${Stage}', { Own: { Ref: 'Days' } }] }, '30-dev'],
    [{ 'Fn::Join': [':', ['a', { Ref: 'Stage' }, 'b']] }, 'a:dev:b'],
    [{ 'Fn::Join': ['/', { Ref: 'Zones' }] }, 'a/b/c'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [':', 'x:y:z'] }] }, 'y'],
    [{ 'Fn::Select': ['2', { Ref: 'Zones' }] }, 'c'],
    [{ 'Fn::If': ['IsProduction', 'yes', { Ref: 'Stage' }] }, 'dev'],
    [{ 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 256],
    [{ 'Fn::Base64': 'text' }, 'dGV4dA=='],
    [{ a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
    [
      { Ref: 'Stage', beside: true },
      { Ref: 'Stage', beside: true },
    ],
  ])('%j becomes what it stands for', (value, expected) => {
    expect(resolver().resolve(value)).toEqual(expected);
  });

  it.each([
    [{ Ref: 'Missing' }, 'no parameter or active resource Missing'],
    [{ 'Fn::GetAtt': ['Queue', 'Missing'] }, 'Queue (AWS::SQS::Queue) has no attribute Missing'],
    [{ 'Fn::ImportValue': 'x' }, 'does not know the function Fn::ImportValue'],
    [{ 'Fn::If': ['Missing', 1, 2] }, 'no condition Missing'],
    [{ 'Fn::Select': [9, ['a']] }, 'Fn::Select has no element 9'],
    [{ 'Fn::Join': 'x' }, 'Fn::Join needs a list'],
  ])('%j is refused with the reason', (value, message) => {
    expect(() => resolver().resolve(value)).toThrow(message);
  });

  it('takes given parameters before defaults', () => {
    expect(resolver({ Stage: 'prod' }).isTrue('IsProduction')).toBe(true);
  });

  it('refuses a parameter that the template does not have', () => {
    expect(() => resolver({ Stagee: 'prod' })).toThrow('no parameter Stagee');
  });

  it('asks for a parameter without a default', () => {
    const template = parseTemplate({ Parameters: { Name: { Type: 'String' } }, Resources: {} });

    expect(() => createResolver({ template, parameters: {}, resources: new Map() })).toThrow(
      'Parameter Name',
    );
  });
});

function resolver(parameters: Record<string, string> = {}) {
  return createResolver({ template: TEMPLATE, parameters, resources: new Map([['Queue', QUEUE]]) });
}
