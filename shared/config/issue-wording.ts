import type * as z from 'zod';
import { nameValue, useOneOf } from './name-value.ts';

export type Path = readonly PropertyKey[];

export interface Finding {
  readonly path: Path;
  readonly what: string;
  readonly remedy: string;
}

type Issue = z.core.$ZodIssue;

const SEE = 'docs/configuration.md lists every setting and its form';

/**
 * A schema's issue in the words of the person who writes signalbox.yml: what is wrong where, and how to mend it. One of a
 * list is a finding for each wrong item. Issues are made with `reportInput`.
 */
export function fromIssue(prefix: Path, issue: Issue): readonly Finding[] {
  if (issue.code === 'invalid_union') return ofUnion([...prefix, ...issue.path], issue);
  return [ofOne(prefix, issue)];
}

function ofOne(prefix: Path, issue: Issue): Finding {
  const path = [...prefix, ...issue.path];
  const place = toPlace(path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const what = `${place} has the unknown ${issue.keys.length > 1 ? 'settings' : 'setting'} ${issue.keys.join(', ')}`;
      return { path: [...path, issue.keys[0] ?? ''], what, remedy: `remove it or mend its spelling; ${SEE}` };
    }
    case 'invalid_value':
      return { path, ...ofValue(path, issue) };
    case 'invalid_type':
      return { path, ...ofType(place, issue) };
    case 'too_small':
      return { path, ...ofSize(place, issue) };
    default: {
      const value = nameValue(issue.input, path);
      const wrong = value === undefined ? 'is not right' : `cannot be "${value}"`;
      return { path, what: `${place} ${wrong}: ${issue.message}`, remedy: SEE };
    }
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

/** An item of a list is told by itself, not by its place. */
function ofValue(path: Path, { input, values }: z.core.$ZodIssueInvalidValue) {
  const place = toPlace(typeof path.at(-1) === 'number' ? path.slice(0, -1) : path);
  const value = nameValue(input, path);
  const wrong = value === undefined ? 'a value that is not known' : `the unknown value "${value}"`;
  const what = input === null ? `${place} is empty` : `${place} has ${wrong}`;
  return { what, remedy: useOneOf(values.map(String), value) };
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

/** By the form that was meant, one item or a list, where the value has either. */
function ofUnion(path: Path, { errors, input }: z.core.$ZodIssueInvalidUnion): readonly Finding[] {
  const meant = errors.find((issues) => !issues.some((issue) => isOtherForm(issue, input)));
  if (meant !== undefined) return meant.flatMap((issue) => fromIssue(path, issue));
  const isMissing = errors.flat().every(({ message }) => message.endsWith('received undefined'));
  const what = `${toPlace(path)} ${isMissing ? 'is missing' : 'must be a text or a list of texts'}`;
  return [{ path, what, remedy: SEE }];
}

function isOtherForm({ code, path }: Issue, input: unknown): boolean {
  if (path.length > 0) return false;
  return code === 'invalid_type' || (code === 'invalid_value' && Array.isArray(input));
}
