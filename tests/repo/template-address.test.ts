import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Packaged, packageOffline, propertiesByType } from './support/packaged.ts';
import { referencesIn } from './support/references.ts';

let packaged: Packaged;

beforeAll(async () => {
  packaged = await packageOffline({ stage: 'dev' });
}, 60_000);

afterAll(() => packaged?.remove());

describe('the public address', () => {
  it('is one route to one function, told of in an output', () => {
    expect(propertiesByType(packaged, 'AWS::ApiGatewayV2::Route').size).toBe(1);
    expect(properties('HttpApiRoutePostSlack')).toMatchObject({ RouteKey: 'POST /slack' });
    expect(properties('HttpApiIntegrationSlack')).toMatchObject({
      IntegrationUri: { 'Fn::GetAtt': ['SlackLambdaFunction', 'Arn'] },
      PayloadFormatVersion: '2.0',
    });
    expect(packaged.template.Outputs['SlackRequestUrl']).toMatchObject({
      Value: { 'Fn::Sub': '${HttpApi.ApiEndpoint}/slack' },
    });
  });

  it('lets little through, and writes who called into a log that forgets', () => {
    const stage = properties('HttpApiStage');

    expect(stage).toMatchObject({
      DefaultRouteSettings: { ThrottlingBurstLimit: 20, ThrottlingRateLimit: 10 },
      AccessLogSettings: { DestinationArn: { 'Fn::GetAtt': ['HttpApiLogGroup', 'Arn'] } },
    });
    expect(Object.values(JSON.parse(Object(stage['AccessLogSettings']).Format))).toEqual(
      expect.arrayContaining(['$context.requestId', '$context.status', '$context.identity.sourceIp']),
    );
    expect(properties('HttpApiLogGroup')).toEqual({
      LogGroupName: '/aws/http-api/signalbox-dev-slack',
      RetentionInDays: 30,
    });
  });

  it('is called on behalf of this API alone', () => {
    expect(properties('SlackLambdaPermissionHttpApi')).toMatchObject({
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      FunctionName: { 'Fn::GetAtt': ['SlackLambdaFunction', 'Arn'] },
    });
    expect(referencesIn(properties('SlackLambdaPermissionHttpApi')['SourceArn'])).toContain('HttpApi');
  });
});

function properties(id: string) {
  const found = packaged.template.Resources[id]?.Properties;
  if (found === undefined) throw new Error(`the template has no ${id}`);
  return found;
}
