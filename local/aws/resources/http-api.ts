import * as z from 'zod';
import { openHttpApi } from '../http-api.ts';
import { TemplateError } from '../template.ts';
import { getFunction } from './function.ts';
import { defineResource, madeUpName, type Services } from './kind.ts';

export const httpApi = defineResource({
  type: 'AWS::ApiGatewayV2::Api',
  properties: z.object({ ProtocolType: z.literal('HTTP') }),
  async wire({ logicalId }, { apis }) {
    const api = await openHttpApi(madeUpName(logicalId).toLowerCase());
    apis.push(api);
    return { ref: api.id, attributes: { ApiId: api.id, ApiEndpoint: api.url } };
  },
});

export const httpStage = defineResource({
  type: 'AWS::ApiGatewayV2::Stage',
  properties: z.object({
    ApiId: z.string(),
    // Any other one would stand in the path.
    StageName: z.literal('$default'),
    DefaultRouteSettings: z
      .object({
        ThrottlingBurstLimit: z.coerce.number().optional(),
        ThrottlingRateLimit: z.coerce.number().optional(),
      })
      .default({}),
  }),
  wire({ properties: { ApiId, StageName, DefaultRouteSettings } }, services) {
    const { ThrottlingBurstLimit: burst, ThrottlingRateLimit: perSecond } = DefaultRouteSettings;
    if (burst !== undefined && perSecond !== undefined) getApi(ApiId, services).limit({ burst, perSecond });
    return { ref: StageName, attributes: {} };
  },
});

export const httpIntegration = defineResource({
  type: 'AWS::ApiGatewayV2::Integration',
  properties: z.object({
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal('2.0'),
  }),
  wire({ logicalId, properties: { IntegrationUri } }, services) {
    getFunction(IntegrationUri, services);
    const id = madeUpName(logicalId);
    services.integrations.set(id, IntegrationUri);
    return { ref: id, attributes: { IntegrationId: id } };
  },
});

export const httpRoute = defineResource({
  type: 'AWS::ApiGatewayV2::Route',
  properties: z.object({
    ApiId: z.string(),
    RouteKey: z.string().regex(/^[A-Z]+ \/[^{}]*$/, 'a route has a method and a path without variables here'),
    Target: z.string(),
    AuthorizationType: z.literal('NONE').default('NONE'),
  }),
  wire({ logicalId, properties: { ApiId, RouteKey, Target } }, services) {
    const arn = services.integrations.get(Target.replace(/^integrations\//, ''));
    if (arn === undefined) throw new TemplateError(`The integration ${Target} is not in the template`);
    const { host } = getFunction(arn, services);
    getApi(ApiId, services).route(RouteKey, (event) => host.invoke(event));
    return { ref: madeUpName(logicalId), attributes: {} };
  },
});

function getApi(id: string, { apis }: Services) {
  const found = apis.find((api) => api.id === id);
  if (!found) throw new TemplateError(`The HTTP API ${id} is not in the template`);
  return found;
}
