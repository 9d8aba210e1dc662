import { expect, it } from '@jest/globals';
import { leanDependencies } from '#infra/lean-dependencies.ts';

it('takes from stages and routes what they wait for anyway, and leaves the rest', () => {
  const dependent = (Type: string) => ({ Type, DependsOn: ['Other'] });

  const lean = leanDependencies({
    Stage: dependent('AWS::ApiGatewayV2::Stage'),
    Route: dependent('AWS::ApiGatewayV2::Route'),
    Rule: dependent('AWS::Events::Rule'),
    Queue: { Type: 'AWS::SQS::Queue' },
  });

  expect(lean).toEqual({
    Stage: { Type: 'AWS::ApiGatewayV2::Stage' },
    Route: { Type: 'AWS::ApiGatewayV2::Route' },
    Rule: dependent('AWS::Events::Rule'),
    Queue: { Type: 'AWS::SQS::Queue' },
  });
});
