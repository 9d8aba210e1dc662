import type { Resource } from './template.ts';

const TYPES = ['AWS::ApiGatewayV2::Stage', 'AWS::ApiGatewayV2::Route'];

/** Without what osls names once more: these refer to all that they need, and CloudFormation waits for what is referred to. */
export function leanDependencies(resources: Readonly<Record<string, Resource>>): Record<string, Resource> {
  return Object.fromEntries(
    Object.entries(resources).map(([id, { DependsOn, ...resource }]) => [
      id,
      TYPES.includes(resource.Type) || DependsOn === undefined ? resource : { ...resource, DependsOn },
    ]),
  );
}
