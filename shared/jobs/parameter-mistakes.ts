import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * Every mistake in the parameters of a job, from issues that report their input. In words of ours, for a bundle holds no
 * texts of zod's. Names and rules, never what was given: a resolved variable may be a secret.
 */
export function toMistakes(issues: readonly Issue[], parent: Path = []): readonly string[] {
  return issues.flatMap((issue) => toMistake(issue, [...parent, ...issue.path]));
}

function toMistake(issue: Issue, path: Path): readonly string[] {
  const place = path.map(String).join('.') || 'the whole';
  // JSON has no such value.
  if (issue.input === undefined) return [`${place} is missing`];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => `${[...path, key].map(String).join('.')} is not known`);
    case 'invalid_union':
      return ofUnion(issue, path, place);
    case 'too_small':
      return [`${place} must ${ofSize(issue.origin, 'at least', issue.minimum)}`];
    case 'too_big':
      return [`${place} must ${ofSize(issue.origin, 'at most', issue.maximum)}`];
    // These two have texts of ours: the schemas of jobs give one with every format and every rule of their own.
    case 'custom':
    case 'invalid_format':
      return [path.length === 0 ? issue.message : `${place}: ${issue.message}`];
    default:
      return [`${place} must be ${kindOf(issue) ?? 'something else'}`];
  }
}

/** Of the form that was meant, what is wrong in it; if none was, all forms. */
function ofUnion({ errors }: z.core.$ZodIssueInvalidUnion, path: Path, place: string): readonly string[] {
  const meant = errors.find((branch) => missedIn(branch) === undefined);
  if (meant !== undefined) return toMistakes(meant, path);
  return [`${place} must be ${errors.map(missedIn).join(' or ')}`];
}

/** What the value as a whole would have to be; undefined: it is that. */
function missedIn(branch: readonly Issue[]): string | undefined {
  return branch
    .filter(({ path }) => path.length === 0)
    .map(kindOf)
    .find(Boolean);
}

function kindOf(issue: Issue): string | undefined {
  if (issue.code === 'invalid_type') return KINDS.get(issue.expected) ?? issue.expected;
  if (issue.code !== 'invalid_value') return undefined;
  return `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
}

function ofSize(origin: string, bound: 'at least' | 'at most', limit: number | bigint): string {
  const unit = UNITS.get(origin);
  if (unit === undefined) return `be ${bound} ${limit}`;
  return bound === 'at least' && limit === 1 ? 'not be empty' : `have ${bound} ${limit} ${unit}`;
}

const KINDS = new Map([
  ['string', 'a text'],
  ['boolean', 'true or false'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
]);
const UNITS = new Map([
  ['string', 'characters'],
  ['array', 'entries'],
]);
