import * as z from 'zod';

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
});

/** The parts of a CloudFormation template that matter to wiring. */
export const Template = z.object({
  Parameters: z
    .record(z.string(), z.object({ Type: z.string(), Default: z.unknown().optional() }))
    .default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), Resource),
});
export type Template = z.infer<typeof Template>;
export type TemplateResource = z.infer<typeof Resource>;

export interface NamedResource extends TemplateResource {
  readonly logicalId: string;
}

/** Says what is wrong with a template, or what the embedded AWS cannot do with it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

export function parseTemplate(input: unknown): Template {
  const parsed = Template.safeParse(input);
  if (!parsed.success)
    throw new TemplateError(`This is not a CloudFormation template: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Resources in an order in which each comes after everything it refers to. */
export function inDependencyOrder(
  resources: ReadonlyMap<string, TemplateResource>,
): readonly NamedResource[] {
  const ordered = new Map<string, NamedResource>();
  for (const logicalId of resources.keys()) visit({ logicalId, resources, ordered, path: [] });
  return [...ordered.values()];
}

interface Visit {
  readonly logicalId: string;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly ordered: Map<string, NamedResource>;
  readonly path: readonly string[];
}

function visit({ logicalId, resources, ordered, path }: Visit): void {
  const resource = resources.get(logicalId);
  if (!resource || ordered.has(logicalId)) return;
  if (path.includes(logicalId))
    throw new TemplateError(
      `Resources depend on each other in a circle: ${[...path, logicalId].join(' → ')}`,
    );

  const needed = new Set([...namesIn(resource.Properties), ...[resource.DependsOn ?? []].flat()]);
  for (const name of needed) visit({ logicalId: name, resources, ordered, path: [...path, logicalId] });
  ordered.set(logicalId, { ...resource, logicalId });
}

/** Every logical id that a value names through Ref, Fn::GetAtt or Fn::Sub. */
function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'Fn::GetAtt') return [firstPart(inner)];
    if (key === 'Fn::Sub') return [...placeholdersIn(inner), ...namesIn(inner)];
    return namesIn(inner);
  });
}

function firstPart(argument: unknown): string {
  return String(Array.isArray(argument) ? argument[0] : argument).split('.')[0] ?? '';
}

function placeholdersIn(argument: unknown): readonly string[] {
  const text = String(Array.isArray(argument) ? argument[0] : argument);
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => firstPart(match[1]));
}
