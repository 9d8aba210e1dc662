import * as z from 'zod/mini';
import { STATUSES } from '#shared/domain/announcement.ts';
import { oneOrMore } from '#shared/routing/rule.ts';
import type { Finding, Path } from './issue-wording.ts';

/** What can be compared, whatever else is wrong with the route. */
const Comparable = z.object({
  match: z.object({
    service: z.optional(z.unknown()),
    stage: z.optional(z.unknown()),
    status: z.catch(z.optional(oneOrMore(z.enum(STATUSES))), undefined),
  }),
});

/** What a schema cannot see: matchers that nothing fits together. */
export function findRouteMistakes(
  given: unknown,
  { path, index }: { readonly path: Path; readonly index: number },
): readonly Finding[] {
  const match = Comparable.safeParse(given).data?.match;
  if (match?.service === undefined) return [];
  const isOtherNews = match.status?.includes('notice') === false;
  return [
    ...(match.stage === undefined
      ? []
      : [
          {
            path: [...path, 'match', 'stage'],
            what: `route ${index + 1} is for notices of services, and those have no stage`,
            remedy: 'leave match.stage out, or make two routes of it',
          },
        ]),
    ...(isOtherNews
      ? [
          {
            path: [...path, 'match', 'status'],
            what: `route ${index + 1} is for notices of services, and its statuses leave notices out`,
            remedy: 'leave match.status out, or name notice in it',
          },
        ]
      : []),
  ];
}
