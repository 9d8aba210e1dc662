import { type Condition, compileCondition } from './condition.ts';

/** Whether an event has what a pattern asks for. */
export type Matcher = (event: unknown) => boolean;

/**
 * Compiles an EventBridge pattern: fields are joined by and, the values of a field by or.
 * Anything that EventBridge would refuse is refused here too, by name.
 *
 * Numbers are compared as numbers: EventBridge tells 1 from 1.0 in the event's text, which is gone here.
 */
export function compilePattern(pattern: unknown): Matcher {
  return compileObject(pattern, []);
}

function compileObject(pattern: unknown, path: readonly string[]): Matcher {
  if (!isObject(pattern)) throw new Error(`${at(path)}: a pattern is an object`);
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw new Error(`${at(path)}: an empty pattern is not allowed`);
  const matchers = fields.map(([name, value]) =>
    name === '$or' ? compileOr(value, path) : compileField(name, value, path),
  );
  return (event) => matchers.every((matches) => matches(event));
}

function compileOr(alternatives: unknown, path: readonly string[]): Matcher {
  if (!Array.isArray(alternatives) || alternatives.length < 2)
    throw new Error(`${at(path)}: $or needs a list of at least two patterns`);
  const matchers = alternatives.map((alternative) => compileObject(alternative, path));
  return (event) => matchers.some((matches) => matches(event));
}

function compileField(name: string, value: unknown, path: readonly string[]): Matcher {
  const here = [...path, name];
  if (Array.isArray(value)) {
    const matches = compileValues(value, here);
    return (event) => matches(leaves(field(event, name)));
  }
  const matches = compileObject(value, here);
  // A list of objects matches by any one of them that has everything asked for.
  return (event) => elements(field(event, name)).some(matches);
}

function compileValues(values: readonly unknown[], path: readonly string[]): Condition {
  if (values.length === 0) throw new Error(`${at(path)}: an empty list matches nothing`);
  const conditions = values.map((value) => compileCondition(value, at(path)));
  return (found) => conditions.some((matches) => matches(found));
}

function field(event: unknown, name: string): unknown {
  return isObject(event) ? event[name] : undefined;
}

function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.flatMap(elements) : [value];
}

/** The values that conditions are about; objects and empty lists have none. */
function leaves(value: unknown): readonly unknown[] {
  return elements(value).filter((element) => element !== undefined && !isObject(element));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(path: readonly string[]): string {
  return path.length === 0 ? 'event pattern' : `event pattern, ${path.join('.')}`;
}
