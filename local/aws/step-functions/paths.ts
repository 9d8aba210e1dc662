import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

interface Query {
  readonly path: string;
  readonly json: unknown;
}

interface PathClass {
  readonly prototype: { readonly wrap: boolean; evaluate(query: Query): unknown };
}

// `..`, `*`, a filter, a slice or a union: it may find any number of values.
const FINDS_LISTS = /\.\.|\*|\[\?|\[[^'"\]]*[:,]/;

/**
 * The interpreter's JSONPath finds nothing, which fails the execution, where AWS finds an empty list; and it sees
 * no value in null, false, 0 and "". Both are mended in the module itself, whose exact version is locked.
 */
export async function mendPaths(): Promise<void> {
  const interpreter = import.meta.resolve('aws-local-stepfunctions');
  const main = pathToFileURL(createRequire(interpreter).resolve('jsonpath-plus'));
  const { JSONPath }: { JSONPath: PathClass } = await import(new URL('./index-node-esm.js', main).href);
  const { evaluate } = JSONPath.prototype;
  JSONPath.prototype.evaluate = function evaluateMended({ path, json }) {
    const found = evaluate.call(this, { path, json });
    // Only the interpreter asks for values that are not wrapped.
    if (found !== undefined || this.wrap) return found;
    if (path === '$') return json;
    return FINDS_LISTS.test(path) ? [] : undefined;
  };
}
