import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EmbeddedAws, startEmbeddedAws } from '#local/aws/index.ts';

const ECHO = 'export const handler = async ({ body }) => ({ statusCode: 200, body: atob(body) });';

let directory: string;
let aws: EmbeddedAws | undefined;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'signalbox-http-'));
  mkdirSync(join(directory, 'echo'));
  writeFileSync(join(directory, 'echo', 'index.mjs'), ECHO);
});

afterAll(async () => {
  await aws?.stop();
  rmSync(directory, { recursive: true });
});

describe('an HTTP API of a template', () => {
  it('brings requests to its function, no faster than its stage lets them through', async () => {
    aws = await startEmbeddedAws({ template: { Resources: RESOURCES }, bundleDirectory: directory });
    const url = `${aws.resources.get('HttpApi')?.attributes['ApiEndpoint']}/slack`;

    const first = await fetch(url, { method: 'POST', body: new URLSearchParams({ text: 'hello' }) });
    const second = await fetch(url, { method: 'POST' });

    expect(url).toBe(`${aws.apiUrl}/slack`);
    expect(await first.text()).toBe('text=hello');
    expect(second.status).toBe(429);
  });

  it('is closed with everything else', async () => {
    const url = `${aws?.apiUrl}/slack`;

    await aws?.stop();

    await expect(fetch(url, { method: 'POST' })).rejects.toThrow('fetch failed');
  });

  it.each([
    ['HttpApi', { ProtocolType: 'WEBSOCKET' }, 'expected "HTTP"'],
    ['Stage', { StageName: 'v1' }, 'expected "$default"'],
    ['Route', { RouteKey: 'POST /{name}' }, 'without variables'],
    ['Route', { Target: 'integrations/other' }, 'is not in the template'],
    ['Route', { AuthorizationType: 'JWT' }, 'expected "NONE"'],
    ['Integration', { PayloadFormatVersion: '1.0' }, 'expected "2.0"'],
  ] as const)('is refused where %s is %j', async (id, properties, message) => {
    const { [id]: resource } = RESOURCES;
    const changed = { ...resource, Properties: { ...resource.Properties, ...properties } };
    const template = { Resources: { ...RESOURCES, [id]: changed } };

    await expect(startEmbeddedAws({ template, bundleDirectory: directory })).rejects.toThrow(message);
  });
});

const RESOURCES = {
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      RouteKey: 'POST /slack',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
    },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': ['Echo', 'Arn'] },
      PayloadFormatVersion: '2.0',
    },
  },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 0.001 },
    },
  },
  HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'slack', ProtocolType: 'HTTP' } },
  Echo: {
    Type: 'AWS::Lambda::Function',
    Properties: { FunctionName: 'test-echo', Handler: 'dist/functions/echo/index.handler', Timeout: 5 },
  },
};
