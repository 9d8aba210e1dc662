import { parse } from 'yaml';
import * as z from 'zod';
import { compilePattern } from '#local/aws/events/pattern.ts';
import { readText } from './sources.ts';

const Patterns = z.record(z.string(), z.record(z.string(), z.json()));
const File = z.strictObject({ always: Patterns, routed: Patterns });

/** events/patterns.yml. */
export const patternFile = File.parse(parse(readText('events/patterns.yml')));

const matchers = Object.entries({ ...patternFile.always, ...patternFile.routed }).map(([name, pattern]) => ({
  name,
  matches: compilePattern(pattern),
}));

/** Names of the patterns that take an event. */
export function patternsFor(event: unknown): readonly string[] {
  return matchers.filter(({ matches }) => matches(event)).map(({ name }) => name);
}
