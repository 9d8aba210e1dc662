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
import { nameValue, useOneOf } from './name-value.ts';
import { findRouteMistakes } from './route-mistakes.ts';
import { readYamlFile } from './yaml-file.ts';

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
/** With it an issue says what it is about. */
const REPORT = { reportInput: true };
export const MAX_ROUTES = 500;
export const MAX_APPROVALS = 200;
export const MAX_CONTROLS = 200;

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
  const { data, flaws, lineOf } = readYamlFile(text);
  const { settings, findings = [] } = data === undefined ? {} : examine(data.value);
  const mistakes = [
    ...flaws,
    ...findings.map(({ path, what, remedy }) => ({ line: lineOf(path), what, remedy })),
  ]
    .map((mistake) => ({ file, ...mistake }))
    .sort((left, right) => left.line - right.line);
  return mistakes.length > 0 || settings === undefined ? { mistakes } : { settings, mistakes };
}

export function formatMistake({ file, line, what, remedy }: Mistake): string {
  return `${file}:${line}: ${what}\n    ${remedy}`;
}

function examine(value: unknown): { readonly settings: Settings; readonly findings: readonly Finding[] } {
  const whole = Whole.safeParse(value ?? {}, REPORT);
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
  const jobs = z.optional(JobSettings).safeParse(parts?.jobs, REPORT);
  return {
    settings: {
      destinations: Object.fromEntries(destinations.map(({ name, given }) => [name, given])),
      routes: rules.filter((rule) => rule !== undefined),
      ...(parts?.approvals && { approvals: approvals.flatMap(({ rule }) => rule ?? []) }),
      ...(parts?.controls && { controls: controls.flatMap(({ rule }) => rule ?? []) }),
      ...(jobs.data && { jobs: jobs.data }),
    },
    findings: [
      ...findingsIn(whole, []),
      ...findingsIn(jobs, ['jobs']),
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
      what: `destination "${name}" has ${type === undefined ? 'no type' : `the unknown type${quoted(type)}`}`,
      remedy: useOneOf(USER_TYPES, type),
    });
  else findings.push(...findingsIn(channel.settings.safeParse(given, REPORT), path));
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
  const parsed = Rule.safeParse(given, REPORT);
  const to = parsed.data?.to ?? [Targets.safeParse(given).data?.to].flat();
  const named = to.filter((name) => name !== undefined);
  const unknown = named.filter((name) => names?.has(name) === false);
  return {
    rule: parsed.data,
    to: named.length > 0 ? named : undefined,
    findings: [
      ...findingsIn(parsed, path),
      ...findRouteMistakes(given, { path, index }),
      ...unknown.map((name) => ({
        path: [...path, 'to'],
        what: `route ${index + 1} names the destination${quoted(name)}, which does not exist`,
        remedy: `${useOneOf(names?.size ? [...names] : ['(none is defined yet)'], name)}, or define it under destinations`,
      })),
    ],
  };
}

function examineApproval(given: unknown, index: number) {
  const path = ['approvals', index];
  const parsed = ApprovalRule.safeParse(given, REPORT);
  const mistakes = findApprovalMistakes(given, { path, index });
  return {
    rule: parsed.data,
    findings: [...findingsIn(parsed, path), ...mistakes],
  };
}

function examineControl(given: unknown, index: number) {
  const path = ['controls', index];
  const parsed = ControlRule.safeParse(given, REPORT);
  const mistakes = findControlMistakes(given, { path, index });
  return {
    rule: parsed.data,
    findings: [...findingsIn(parsed, path), ...mistakes],
  };
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

interface Parsed {
  readonly error?: { readonly issues: readonly z.core.$ZodIssue[] } | undefined;
}

function findingsIn({ error }: Parsed, path: Path): readonly Finding[] {
  return (error?.issues ?? []).flatMap((issue) => fromIssue(path, issue));
}

/** An address in the place of a name is one that nobody should read. */
function quoted(name: string): string {
  return nameValue(name) === undefined ? '' : ` "${name}"`;
}

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
