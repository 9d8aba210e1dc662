import { type Announcement, STATUSES } from '#shared/domain/announcement.ts';
import { announcementsOf, type RoutedRecord } from '#shared/domain/record.ts';
import { matchesGlob } from './glob.ts';
import type { Rule } from './rule.ts';

/** Which destinations are owed an announcement, and by which route: the answer to "why was I (not) told?". */
export interface Verdict {
  readonly announcement: Announcement;
  /** Place in the list of routes, from 0. Absent: no route matched. */
  readonly routes: readonly number[];
  readonly destinations: readonly string[];
}

/**
 * Looks at everything there is to say about a record, never at a difference with an older one: a repeated event gives
 * the same verdicts, so a crash between saving and queueing is mended by the repeat.
 */
export function route(record: RoutedRecord, rules: readonly Rule[]): readonly Verdict[] {
  if (record.kind === 'notice' && record.to !== undefined) return addressed(record, record.to);
  const labels =
    record.kind === 'execution'
      ? { pipeline: record.identity.pipeline, service: undefined }
      : { pipeline: record.pipeline, service: record.service };
  return announcementsOf(record).map((announcement) => judge({ announcement, ...labels }, rules));
}

/** A notice that says for whom it is asks no route. */
function addressed(notice: RoutedRecord, destinations: readonly string[]): readonly Verdict[] {
  return announcementsOf(notice).map((announcement) => ({ announcement, routes: [], destinations }));
}

export function destinationsOf(verdicts: readonly Verdict[]): readonly string[] {
  return [...new Set(verdicts.flatMap(({ destinations }) => destinations))];
}

/** What one destination is owed, in order. */
export function owedTo(destination: string, verdicts: readonly Verdict[]): readonly Announcement[] {
  return verdicts
    .filter(({ destinations }) => destinations.includes(destination))
    .map(({ announcement }) => announcement);
}

/** Whether `rule` matches all that `other` matches. */
export function covers({ match }: Rule, { match: other }: Rule): boolean {
  const status =
    match.status === undefined || (other.status ?? STATUSES).every((one) => match.status?.includes(one));
  // A notice of no pipeline has none that '*' could match.
  const hasPipeline =
    [other.pipeline, other.stage].some(Boolean) || other.status?.includes('notice') === false;
  return (
    status &&
    coversGlobs(match.pipeline, other.pipeline ?? (hasPipeline ? ['*'] : undefined)) &&
    coversGlobs(match.stage, other.stage) &&
    coversGlobs(match.service, other.service)
  );
}

function coversGlobs(globs: readonly string[] | undefined, others: readonly string[] | undefined): boolean {
  if (globs === undefined) return true;
  return others?.every((other) => globs.includes('*') || globs.includes(other)) ?? false;
}

interface Said {
  readonly announcement: Announcement;
  readonly pipeline: string | undefined;
  readonly service: string | undefined;
}

/** The first route that matches decides, and those after it only as long as it says `continue`. */
function judge(said: Said, rules: readonly Rule[]): Verdict {
  const routes: number[] = [];
  for (const [index, rule] of rules.entries()) {
    if (!matches(rule, said)) continue;
    routes.push(index);
    if (!rule.continue) break;
  }
  const destinations = [...new Set(routes.flatMap((index) => rules[index]?.to ?? []))];
  return { announcement: said.announcement, routes, destinations };
}

function matches({ match }: Rule, { announcement: { status, stage }, pipeline, service }: Said): boolean {
  return (
    (match.status === undefined || match.status.some((value) => value === status)) &&
    matchesAny(match.pipeline, pipeline) &&
    matchesAny(match.stage, stage) &&
    matchesAny(match.service, service)
  );
}

function matchesAny(globs: readonly string[] | undefined, label: string | undefined): boolean {
  if (globs === undefined) return true;
  return label !== undefined && globs.some((glob) => matchesGlob(glob, label));
}
