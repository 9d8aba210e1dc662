import type * as z from 'zod';

export type Path = readonly PropertyKey[];

export interface Finding {
  readonly path: Path;
  readonly what: string;
  readonly remedy: string;
}

type Issue = z.core.$ZodIssue;

const SEE = 'docs/configuration.md lists every setting and its form';

/** A schema's issue in the words of the person who writes signalbox.yml: what is wrong where, and how to mend it. */
export function fromIssue(prefix: Path, issue: Issue): Finding {
  const path = [...prefix, ...issue.path];
  const place = toPlace(path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const what = `${place} has the unknown ${issue.keys.length > 1 ? 'settings' : 'setting'} ${issue.keys.join(', ')}`;
      return { path: [...path, issue.keys[0] ?? ''], what, remedy: `remove it or mend its spelling; ${SEE}` };
    }
    case 'invalid_value':
      return {
        path,
        what: `${place} has a value that is not known`,
        remedy: `use one of ${issue.values.map(String).join(', ')}`,
      };
    case 'invalid_type':
      return { path, ...ofType(place, issue) };
    case 'too_small':
      return { path, ...ofSize(place, issue) };
    case 'invalid_union':
      return ofUnion(path, issue);
    default:
      return { path, what: `${place} is not right: ${issue.message}`, remedy: SEE };
  }
}

/** `route 2, match.pipeline`, `control rule 1, users`, `destination "chat", secret`. */
function toPlace([first, second, ...rest]: Path): string {
  const inner = rest.map((part) => (typeof part === 'number' ? `${part + 1}` : String(part))).join('.');
  const tail = inner === '' ? '' : `, ${inner}`;
  if (first === 'routes' && typeof second === 'number') return `route ${second + 1}${tail}`;
  if (first === 'approvals' && typeof second === 'number') return `approval rule ${second + 1}${tail}`;
  if (first === 'controls' && typeof second === 'number') return `control rule ${second + 1}${tail}`;
  if (first === 'destinations' && second !== undefined) return `destination "${String(second)}"${tail}`;
  return first === undefined
    ? 'the file'
    : [first, second, ...rest].filter((part) => part !== undefined).join('.');
}

function ofType(place: string, { expected, message }: z.core.$ZodIssueInvalidType) {
  const kind = KINDS.get(expected) ?? expected;
  if (message.endsWith('received undefined'))
    return { what: `${place} is missing`, remedy: `give it ${kind}; ${SEE}` };
  if (message.endsWith('received null'))
    return {
      what: `${place} is empty`,
      remedy: `give it ${kind}; a value that starts with # must be in quotes: '#name'`,
    };
  return { what: `${place} is not ${kind}`, remedy: SEE };
}

function ofSize(place: string, { origin, message }: z.core.$ZodIssueTooSmall) {
  return origin === 'string' || origin === 'array'
    ? { what: `${place} must not be empty`, remedy: `name at least one, or leave it out; ${SEE}` }
    : { what: `${place} is not right: ${message}`, remedy: SEE };
}

const KINDS = new Map([
  ['string', 'a text'],
  ['boolean', 'true or false'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['array', 'a list'],
  ['object', 'a mapping of settings'],
  ['record', 'a mapping of settings'],
]);

/** What is nearly right says best what is wrong. */
function ofUnion(path: Path, issue: z.core.$ZodIssueInvalidUnion): Finding {
  const nearest = issue.errors
    .flat()
    .find(({ code }) => code === 'invalid_value' || code === 'invalid_format');
  if (nearest !== undefined) return fromIssue(path, nearest);
  if (issue.errors.flat().every(({ message }) => message.endsWith('received undefined')))
    return { path, what: `${toPlace(path)} is missing`, remedy: SEE };
  return { path, what: `${toPlace(path)} must be a text or a list of texts`, remedy: SEE };
}
