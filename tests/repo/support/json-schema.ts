/** As much of JSON Schema as the schema of messages uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: boolean;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** `execution.stages[].name`, for every member at every depth. */
export function declaredPaths(root: Schema): readonly string[] {
  const walk = (schema: Schema, path: string): readonly string[] => {
    const { $ref, properties = {}, items } = schema;
    if ($ref !== undefined) return walk(root.$defs?.[$ref.replace('#/$defs/', '')] ?? {}, path);
    if (items !== undefined) return walk(items, `${path}[]`);
    return Object.entries(properties).flatMap(([name, inner]) => {
      const below = [path, name].filter(Boolean).join('.');
      return [below, ...walk(inner, below)];
    });
  };
  return walk(root, '');
}

/** The same of a value. */
export function pathsIn(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const below = [path, name].filter(Boolean).join('.');
    return inner === undefined ? [] : [below, ...pathsIn(inner, below)];
  });
}
