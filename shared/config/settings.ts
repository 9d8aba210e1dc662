import { type Document, isMap, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { channels, findChannel } from '#shared/channels/index.ts';
import { isCatchAll } from '#shared/routing/route.ts';
import { Rule } from '#shared/routing/rule.ts';
import type { Settings } from './compiled.ts';

export interface Mistake {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly what: string;
  readonly remedy: string;
}

type Path = readonly PropertyKey[];
interface Finding {
  readonly path: Path;
  readonly what: string;
  readonly remedy: string;
}

// Snapshots go to the archive without being asked for.
export const USER_CHANNELS = channels.filter(({ type }) => type !== 'snapshot');
const USER_TYPES = USER_CHANNELS.map(({ type }) => type);
export const DESTINATION_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
export const MAX_ROUTES = 500;

const Whole = z.strictObject({
  destinations: z.record(z.string(), z.unknown()),
  routes: z.array(z.unknown()).min(1).max(MAX_ROUTES),
});

/** Reads signalbox.yml and reports every mistake at once; settings are given only when there is none. */
export function readSettings(
  text: string,
  file: string,
): { readonly settings?: Settings; readonly mistakes: readonly Mistake[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  if (document.errors.length > 0)
    return {
      mistakes: document.errors.map(({ message, pos }) => ({
        file,
        line: lines.linePos(pos[0]).line,
        what: `not YAML: ${message}`,
        remedy: 'mend the indentation, quotes or brackets there',
      })),
    };
  const { settings, findings } = examine(document.toJS());
  const mistakes = findings.map(({ path, what, remedy }) => ({
    file,
    line: lineOf(document, path, lines),
    what,
    remedy,
  }));
  return mistakes.length > 0 || settings === undefined ? { mistakes } : { settings, mistakes };
}

export function formatMistake({ file, line, what, remedy }: Mistake): string {
  return `${file}:${line}: ${what}\n    ${remedy}`;
}

function examine(value: unknown): { readonly settings?: Settings; readonly findings: readonly Finding[] } {
  const whole = Whole.safeParse(value ?? {});
  if (!whole.success) return { findings: whole.error.issues.map((issue) => fromIssue([], issue)) };
  const destinations = Object.entries(whole.data.destinations).map(([name, given]) =>
    examineDestination(name, given),
  );
  const names = new Set(Object.keys(whole.data.destinations));
  const routes = whole.data.routes.map((given, index) => examineRoute(given, { index, names }));
  const rules = routes.flatMap(({ rule }) => rule ?? []);
  const findings = [...destinations, ...routes].flatMap((examined) => examined.findings);
  if (findings.length > 0) return { findings };
  return {
    settings: {
      destinations: Object.fromEntries(destinations.map(({ name, given }) => [name, given])),
      routes: rules,
    },
    findings: [...findUnreachable(rules), ...findUnused(names, rules)],
  };
}

function examineDestination(name: string, given: unknown) {
  const path = ['destinations', name];
  const type = z.object({ type: z.string() }).safeParse(given).data?.type;
  const channel = findChannel(type ?? '');
  const findings: Finding[] = [];
  if (!DESTINATION_NAME.test(name))
    findings.push({
      path,
      what: `destination "${name}" has a name that queues cannot carry`,
      remedy: 'use at most 40 lower-case letters, digits and dashes, starting with a letter or digit',
    });
  if (channel === undefined || !USER_TYPES.includes(channel.type))
    findings.push({
      path: [...path, 'type'],
      what:
        type === undefined
          ? `destination "${name}" has no type`
          : `destination "${name}" has the unknown type "${type}"`,
      remedy: `use one of ${USER_TYPES.join(', ')}`,
    });
  else findings.push(...issuesOf(channel.settings.safeParse(given)).map((issue) => fromIssue(path, issue)));
  return { name, given: z.record(z.string(), z.unknown()).safeParse(given).data ?? {}, findings };
}

function examineRoute(
  given: unknown,
  { index, names }: { readonly index: number; readonly names: ReadonlySet<string> },
) {
  const path = ['routes', index];
  const parsed = Rule.safeParse(given);
  if (!parsed.success) return { findings: parsed.error.issues.map((issue) => fromIssue(path, issue)) };
  const unknown = parsed.data.to.filter((name) => !names.has(name));
  return {
    rule: parsed.data,
    findings: unknown.map((name) => ({
      path: [...path, 'to'],
      what: `route ${index + 1} names the destination "${name}", which does not exist`,
      remedy: `use one of ${[...names].join(', ') || '(none is defined yet)'}, or define it under destinations`,
    })),
  };
}

function findUnreachable(rules: readonly Rule[]): readonly Finding[] {
  const last = rules.findIndex((rule) => isCatchAll(rule) && !rule.continue);
  if (last < 0) return [];
  return rules.slice(last + 1).map((_, offset) => ({
    path: ['routes', last + 1 + offset],
    what: `route ${last + 2 + offset} is never reached: route ${last + 1} matches everything and does not continue`,
    remedy: `move it above route ${last + 1}, or give route ${last + 1} "continue: true"`,
  }));
}

function findUnused(names: ReadonlySet<string>, rules: readonly Rule[]): readonly Finding[] {
  return [...names]
    .filter((name) => !rules.some(({ to }) => to.includes(name)))
    .map((name) => ({
      path: ['destinations', name],
      what: `destination "${name}" is named by no route, so it would never be told anything`,
      remedy: `name it in a route's "to", or remove it`,
    }));
}

type Issue = z.core.$ZodIssue;

function issuesOf(result: {
  readonly success: boolean;
  readonly error?: { readonly issues: readonly Issue[] } | undefined;
}) {
  return result.error?.issues ?? [];
}

function fromIssue(prefix: Path, issue: Issue): Finding {
  const path = [...prefix, ...issue.path];
  const place =
    path.map((part) => (typeof part === 'number' ? `[${part + 1}]` : String(part))).join('.') || 'the file';
  if (issue.code === 'unrecognized_keys')
    return {
      path: [...path, issue.keys[0] ?? ''],
      what: `${place} has the unknown ${issue.keys.length > 1 ? 'settings' : 'setting'} ${issue.keys.join(', ')}`,
      remedy: 'remove it or mend its spelling; docs/configuration.md lists every setting',
    };
  if (issue.code === 'invalid_value')
    return {
      path,
      what: `${place} has a value that is not known`,
      remedy: `use one of ${issue.values.map(String).join(', ')}`,
    };
  if (issue.code === 'invalid_union') {
    const inner = issue.errors
      .flat()
      .find(({ code }) => code === 'invalid_value' || code === 'invalid_format');
    if (inner !== undefined) return fromIssue(path, inner);
  }
  return {
    path,
    what: `${place} is not right: ${issue.message}`,
    remedy: 'see docs/configuration.md for its form',
  };
}

/** The line of the deepest part of the path that is there. */
function lineOf(document: Document.Parsed, path: Path, lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last))
      : undefined;
    const node: unknown = isPair(pair) ? pair.key : document.getIn(path.slice(0, length), true);
    const offset = startOf(node);
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

function startOf(node: unknown): number | undefined {
  const range = z.object({ range: z.array(z.number()) }).safeParse(node);
  return range.data?.range[0];
}
