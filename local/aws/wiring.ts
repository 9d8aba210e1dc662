import { ACCOUNT, REGION } from './identity.ts';
import { createResolver, type Resolver, type WiredResource } from './intrinsics.ts';
import { RESOURCE_KINDS, SILENT_TYPES } from './resources/index.ts';
import { madeUpName, type Services } from './resources/kind.ts';
import { inDependencyOrder, type NamedResource, parseTemplate, TemplateError } from './template.ts';

/** Brings every resource of a packaged template to life; gives what Ref and Fn::GetAtt say of each. */
export async function wireTemplate(
  input: unknown,
  parameters: Readonly<Record<string, string>>,
  services: Services,
): Promise<ReadonlyMap<string, WiredResource>> {
  const template = parseTemplate(input);
  const resources = new Map<string, WiredResource>();
  const resolver = createResolver({ template, parameters, resources });
  const active = new Map(
    Object.entries(template.Resources).filter(
      ([, { Condition }]) => !Condition || resolver.isTrue(Condition),
    ),
  );
  for (const resource of inDependencyOrder(active))
    resources.set(resource.logicalId, await wire(resource, resolver, services));
  return resources;
}

async function wire(resource: NamedResource, resolver: Resolver, services: Services): Promise<WiredResource> {
  const { logicalId, Type: type } = resource;
  try {
    const nameProperty = SILENT_TYPES[type];
    if (nameProperty) return silent(resource, nameProperty, resolver);

    const kind = RESOURCE_KINDS.find((candidate) => candidate.type === type);
    if (!kind) throw new TemplateError('the embedded AWS does not know this type');
    const properties = resolver.resolve(resource.Properties);
    return { type, ...(await kind.wire({ logicalId, properties }, services)) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TemplateError(`Resource ${logicalId} (${type}): ${reason}`, { cause });
  }
}

// Its properties may hold what only AWS understands, so only the name is looked at.
function silent(resource: NamedResource, nameProperty: string, resolver: Resolver): WiredResource {
  const given = resource.Properties[nameProperty];
  const ref = given === undefined ? madeUpName(resource.logicalId) : String(resolver.resolve(given));
  return { type: resource.Type, ref, attributes: { Arn: silentArn(resource.Type, ref) } };
}

function silentArn(type: string, name: string): string {
  if (type === 'AWS::IAM::Role') return `arn:aws:iam::${ACCOUNT}:role/${name}`;
  const service = type.split('::')[1]?.toLowerCase() ?? 'unknown';
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;
}
