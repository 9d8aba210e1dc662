import type { AllowedWildcard } from '#infra/allowed-wildcards.ts';
import { type Statement, textOf } from './statements.ts';

export interface Wildcard {
  readonly actions: readonly string[];
  /** As one text, `${…}` included. */
  readonly resource: string;
}

/** The resources of statements that have a wildcard in them. */
export function wildcardsIn(statements: readonly Statement[]): readonly Wildcard[] {
  return statements.flatMap(({ Action, Resource }) =>
    Resource.map(textOf)
      .filter((resource) => /[*?]/.test(resource))
      .map((resource) => ({ actions: Action, resource })),
  );
}

export function permits(entry: AllowedWildcard, { actions, resource }: Wildcard): boolean {
  return isAbout(entry, resource) && actions.every((action) => entry.actions.includes(action));
}

export function isAbout({ resource }: AllowedWildcard, text: string): boolean {
  return typeof resource === 'string' ? resource === text : text.endsWith(resource.endsWith);
}
