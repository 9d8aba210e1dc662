import { matchesGlob } from '#shared/routing/glob.ts';
import type { Access } from './accesses.ts';
import type { Statement } from './statements.ts';

/** As IAM decides: what is denied is not allowed, and what is not allowed is denied. Our roles have no conditions. */
export function isAllowed(statements: readonly Statement[], access: Access): boolean {
  const about = statements.filter((statement) => isAbout(statement, access));
  return about.some(({ Effect }) => Effect === 'Allow') && about.every(({ Effect }) => Effect === 'Allow');
}

/** Each action of a statement with each of its resources. */
export function accessesIn(statements: readonly Statement[]): readonly Access[] {
  return statements.flatMap(({ Action, Resource }) =>
    Action.flatMap((action) => Resource.map((resource) => ({ action, resource: String(resource) }))),
  );
}

/** Whether what is granted, with its wildcards, covers what was asked for. */
export function covers(granted: Access, asked: Access): boolean {
  return matchesGlob(granted.action, asked.action) && matchesGlob(granted.resource, asked.resource);
}

function isAbout({ Action, Resource, Condition }: Statement, access: Access): boolean {
  if (Condition !== undefined) throw new Error('conditions are not understood here');
  return Action.some((action) =>
    Resource.some((resource) => covers({ action, resource: String(resource) }, access)),
  );
}
