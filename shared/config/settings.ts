import { type Document, isMap, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import * as z from 'zod';
import { channels, findChannel } from '#shared/channels/index.ts';
import { ApprovalRule } from '#shared/routing/approval-rule.ts';
import { ControlRule } from '#shared/routing/control-rule.ts';
import { covers } from '#shared/routing/route.ts';
import { Rule } from '#shared/routing/rule.ts';
import { findApprovalMistakes } from './approval-mistakes.ts';
import type { Settings } from './compiled.ts';
import { findControlMistakes } from './control-mistakes.ts';
import { type Finding, fromIssue, type Path } from './issue-wording.ts';
import { JobSettings } from './job-settings.ts';
import { findRouteMistakes } from './route-mistakes.ts';

export interface Mistake {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly what: string;
  readonly remedy: string;
}

// Snapshots go to the archive without being asked for.
export const USER_CHANNELS = channels.filter(({ type }) => type !== 'snapshot');
const USER_TYPES = USER_CHANNELS.map(({ type }) => type);
export const DESTINATION_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
const Targets = z.object({ to: z.union([z.string(), z.array(z.string())]) });
export const MAX_ROUTES = 500;
export const MAX_APPROVALS = 200;
export const MAX_CONTROLS = 200;
const MAX_REFERENCES = 100;

const Whole = z.strictObject({
  destinations: z.record(z.string(), z.unknown()),
  routes: z.array(z.unknown()).min(1).max(MAX_ROUTES),
  approvals: z.array(z.unknown()).max(MAX_APPROVALS).optional(),
  controls: z.array(z.unknown()).max(MAX_CONTROLS).optional(),
  jobs: z.unknown().optional(),
});
/** What can be looked into, whatever else is wrong. */
const Parts = z.object({
  // Not a record: that would pass over a name such as __proto__.
  destinations: z.custom<object>(isMapping).optional().catch(undefined),
  routes: z.array(z.unknown()).optional().catch(undefined),
  approvals: z.array(z.unknown()).optional().catch(undefined),
  controls: z.array(z.unknown()).optional().catch(undefined),
  jobs: z.unknown().optional(),
});

/** Reads signalbox.yml and reports every mistake at once; settings are given only when there is none. */
export function readSettings(
  text: string,
  file: string,
): { readonly settings?: Settings; readonly mistakes: readonly Mistake[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const broken = findBroken(document);
  if (broken.length > 0)
    return {
      mistakes: broken.map(({ at, what, remedy }) => ({
        file,
        line: lines.linePos(at).line,
        what: `not YAML: ${what}`,
        remedy,
      })),
    };
  const { settings, findings } = examine(document.toJS());
  const mistakes = findings
    .map(({ path, what, remedy }) => ({ file, line: lineOf(document, path, lines), what, remedy }))
    .sort((left, right) => left.line - right.line);
  return mistakes.length > 0 ? { mistakes } : { settings, mistakes };
}

export function formatMistake({ file, line, what, remedy }: Mistake): string {
  return `${file}:${line}: ${what}\n    ${remedy}`;
}

interface Broken {
  readonly at: number;
  readonly what: string;
  readonly remedy: string;
}

/** What the parser finds, and references to nothing: a pattern that starts with * and has no quotes reads as one. */
function findBroken(document: Document.Parsed): readonly Broken[] {
  const broken: Broken[] = document.errors.map(({ message, pos: [at] }) => ({
    at,
    what: message,
    remedy: 'mend the indentation, quotes or brackets there',
  }));
  let references = 0;
  visit(document, {
    Alias(_, alias) {
      references += 1;
      if (references > MAX_REFERENCES || alias.resolve(document) !== undefined) return;
      const what = `*${alias.source} refers to nothing`;
      broken.push({ at: alias.range?.[0] ?? 0, what, remedy: `put a pattern in quotes: '*${alias.source}'` });
    },
  });
  if (references <= MAX_REFERENCES) return broken;
  const remedy = 'write out what they stand for';
  return [...broken, { at: 0, what: `more than ${MAX_REFERENCES} references`, remedy }];
}

function examine(value: unknown): { readonly settings: Settings; readonly findings: readonly Finding[] } {
  const whole = Whole.safeParse(value ?? {});
  const parts = Parts.safeParse(value).data;
  const destinations = Object.entries(parts?.destinations ?? {}).map(([name, given]) =>
    examineDestination(name, given),
  );
  const names = parts?.destinations && new Set(destinations.map(({ name }) => name));
  const routes = (parts?.routes ?? [])
    .slice(0, MAX_ROUTES)
    .map((given, index) => examineRoute(given, { index, names }));
  const rules = routes.map(({ rule }) => rule);
  const approvals = (parts?.approvals ?? []).slice(0, MAX_APPROVALS).map(examineApproval);
  const controls = (parts?.controls ?? []).slice(0, MAX_CONTROLS).map(examineControl);
  const jobs = z.optional(JobSettings).safeParse(parts?.jobs);
  return {
    settings: {
      destinations: Object.fromEntries(destinations.map(({ name, given }) => [name, given])),
      routes: rules.filter((rule) => rule !== undefined),
      ...(parts?.approvals && { approvals: approvals.flatMap(({ rule }) => rule ?? []) }),
      ...(parts?.controls && { controls: controls.flatMap(({ rule }) => rule ?? []) }),
      ...(jobs.data && { jobs: jobs.data }),
    },
    findings: [
      ...issuesOf(whole).map((issue) => fromIssue([], issue)),
      ...issuesOf(jobs).map((issue) => fromIssue(['jobs'], issue)),
      ...[...destinations, ...routes, ...approvals, ...controls].flatMap((examined) => examined.findings),
      ...findUnreachable(rules),
      ...findUnused([...(names ?? [])], routes),
    ],
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

interface ExaminedRoute {
  readonly rule: Rule | undefined;
  /** Also of a route that has other mistakes; undefined when they cannot be read. */
  readonly to: readonly string[] | undefined;
  readonly findings: readonly Finding[];
}

function examineRoute(
  given: unknown,
  { index, names }: { readonly index: number; readonly names: ReadonlySet<string> | undefined },
): ExaminedRoute {
  const path = ['routes', index];
  const parsed = Rule.safeParse(given);
  const to = parsed.data?.to ?? [Targets.safeParse(given).data?.to].flat();
  const named = to.filter((name) => name !== undefined);
  const unknown = named.filter((name) => names?.has(name) === false);
  return {
    rule: parsed.data,
    to: named.length > 0 ? named : undefined,
    findings: [
      ...issuesOf(parsed).map((issue) => fromIssue(path, issue)),
      ...(parsed.data === undefined ? [] : findRouteMistakes(parsed.data, { path, index })),
      ...unknown.map((name) => ({
        path: [...path, 'to'],
        what: `route ${index + 1} names the destination "${name}", which does not exist`,
        remedy: `use one of ${[...(names ?? [])].join(', ') || '(none is defined yet)'}, or define it under destinations`,
      })),
    ],
  };
}

function examineApproval(given: unknown, index: number) {
  const path = ['approvals', index];
  const parsed = ApprovalRule.safeParse(given);
  const { data: rule } = parsed;
  const mistakes = rule === undefined ? [] : findApprovalMistakes(rule, { path, index });
  return { rule, findings: [...issuesOf(parsed).map((issue) => fromIssue(path, issue)), ...mistakes] };
}

function examineControl(given: unknown, index: number) {
  const path = ['controls', index];
  const parsed = ControlRule.safeParse(given);
  const { data: rule } = parsed;
  const mistakes = rule === undefined ? [] : findControlMistakes(rule, { path, index });
  return { rule, findings: [...issuesOf(parsed).map((issue) => fromIssue(path, issue)), ...mistakes] };
}

function findUnreachable(rules: readonly (Rule | undefined)[]): readonly Finding[] {
  return rules.flatMap((rule, index) => {
    const taker = rules.findIndex(
      (other, place) => place < index && rule && other && !other.continue && covers(other, rule),
    );
    if (taker < 0) return [];
    return {
      path: ['routes', index],
      what: `route ${index + 1} is never reached: route ${taker + 1} takes all that it matches and does not continue`,
      remedy: `move it above route ${taker + 1}, or give route ${taker + 1} "continue: true"`,
    };
  });
}

/** Said only where every route says whom it tells: another one may be meant to name it. */
function findUnused(names: readonly string[], routes: readonly ExaminedRoute[]): readonly Finding[] {
  if (routes.length === 0 || routes.some(({ to }) => to === undefined)) return [];
  return names
    .filter((name) => !routes.some(({ to }) => to?.includes(name)))
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

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
