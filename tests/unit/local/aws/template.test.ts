// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders
import { describe, expect, it } from '@jest/globals';
import { inDependencyOrder, parseTemplate } from '#local/aws/template.ts';

describe('inDependencyOrder', () => {
  it('puts each resource after all that it names', () => {
    const order = orderOf({
      A: { Type: 'T', Properties: { x: [{ 'Fn::Sub': 'to-${B.Arn}' }] } },
      B: { Type: 'T', Properties: { x: { Ref: 'C' } } },
      C: { Type: 'T', DependsOn: ['D'] },
      D: { Type: 'T', Properties: { x: { 'Fn::If': ['Any', { 'Fn::GetAtt': ['E', 'Arn'] }, 1] } } },
      E: { Type: 'T', Properties: { x: { 'Fn::Sub': ['${!A}${Own}', { Own: { Ref: 'F' } }] } } },
      F: { Type: 'T' },
    });

    expect(order).toEqual(['F', 'E', 'D', 'C', 'B', 'A']);
  });

  it('names the circle', () => {
    const resources = { A: { Type: 'T', DependsOn: 'B' }, B: { Type: 'T', Properties: { x: { Ref: 'A' } } } };

    expect(() => orderOf(resources)).toThrow('A → B → A');
  });
});

describe('parseTemplate', () => {
  it('says what is wrong', () => {
    expect(() => parseTemplate({ Resources: { A: {} } })).toThrow(/Resources\.A\.Type/);
  });
});

function orderOf(resources: unknown): readonly string[] {
  const { Resources } = parseTemplate({ Resources: resources });
  return inDependencyOrder(new Map(Object.entries(Resources))).map(({ logicalId }) => logicalId);
}
