import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { Resources, Value } from '#infra/template.ts';

type Specification = Awaited<ReturnType<typeof loadAwsServiceSpec>>;
type ResourceType = NonNullable<ReturnType<typeof findResourceType>>;
type Properties = ResourceType['properties'];
type PropertyType = Properties[string]['type'];
type Check = (type: PropertyType, value: Value, path: string) => readonly string[];

interface Found<T extends Value> {
  readonly value: T;
  readonly path: string;
  readonly check: Check;
}

const INTRINSIC = /^(Ref|Fn::\w+)$/;
const PRIMITIVES: Readonly<Record<string, (value: Value) => boolean>> = {
  string: (value) => typeof value === 'string',
  'date-time': (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  json: (value) => typeof value === 'object' || typeof value === 'string',
  tag: (value) => typeof value === 'object',
};

/** What CloudFormation would not take: unknown types and properties, missing ones, values of another type. */
export async function findResourceMistakes(resources: Resources): Promise<readonly string[]> {
  const specification = await loadAwsServiceSpec();
  const check = createCheck(specification);
  return Object.entries(resources).flatMap(([id, { Type, Properties: value = {} }]) => {
    const known = findResourceType(specification, Type);
    return known
      ? objectMistakes(known.properties, { value, path: id, check })
      : [`${id}: unknown type ${Type}`];
  });
}

function findResourceType(specification: Specification, type: string) {
  return specification.lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

function objectMistakes(
  properties: Properties,
  { value, path, check }: Found<Readonly<Record<string, Value>>>,
): readonly string[] {
  const missing = Object.keys(properties).filter((name) => properties[name]?.required && !(name in value));
  const wrong = Object.entries(value).flatMap(([name, given]) => {
    const property = properties[name];
    return property ? check(property.type, given, `${path}.${name}`) : [`${path}: unknown property ${name}`];
  });
  return [...missing.map((name) => `${path}: ${name} is missing`), ...wrong];
}

function createCheck(specification: Specification): Check {
  function check(type: PropertyType, value: Value, path: string): readonly string[] {
    if (isIntrinsic(value)) return [];
    switch (type.type) {
      case 'union':
        return unionMistakes(type.types, { value, path, check });
      case 'array':
        return Array.isArray(value)
          ? value.flatMap((item, index) => check(type.element, item, `${path}[${index}]`))
          : [`${path}: not a list`];
      case 'map':
        return isRecord(value)
          ? Object.entries(value).flatMap(([key, item]) => check(type.element, item, `${path}.${key}`))
          : [`${path}: not a map`];
      case 'ref':
        return isRecord(value)
          ? objectMistakes(specification.get('typeDefinition', type.reference).properties, {
              value,
              path,
              check,
            })
          : [`${path}: not an object`];
      default:
        return primitiveMistakes(type, value, path);
    }
  }
  return check;
}

/** A value fits a union when it fits one member; otherwise the member that it fits best is the one to report. */
function unionMistakes(types: readonly PropertyType[], { value, path, check }: Found<Value>) {
  const found = types.map((type) => check(type, value, path));
  return found.toSorted((one, other) => one.length - other.length)[0] ?? [];
}

function primitiveMistakes(type: PropertyType, value: Value, path: string): readonly string[] {
  if (!PRIMITIVES[type.type]?.(value)) return [`${path}: ${JSON.stringify(value)} is no ${type.type}`];
  const allowed: readonly Value[] = ('allowedValues' in type && type.allowedValues) || [value];
  return allowed.includes(value)
    ? []
    : [`${path}: ${JSON.stringify(value)} is not one of ${allowed.join(', ')}`];
}

function isIntrinsic(value: Value): boolean {
  if (!isRecord(value)) return false;
  const [key, ...others] = Object.keys(value);
  return key !== undefined && others.length === 0 && INTRINSIC.test(key);
}

function isRecord(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && !Array.isArray(value);
}
