import * as z from 'zod/mini';
import { STATUSES } from '#shared/domain/announcement.ts';

const MAX_GLOB = 200;

function oneOrMore<T extends z.core.SomeType>(item: T) {
  return z.pipe(
    z.union([item, z.array(item).check(z.minLength(1))]),
    z.transform((value): readonly z.output<T>[] => (Array.isArray(value) ? value : [value])),
  );
}

const Glob = z.string().check(z.minLength(1), z.maxLength(MAX_GLOB));

/** One route of signalbox.yml. A matcher that is left out matches everything; within one, any of its values is enough. */
export const Rule = z.strictObject({
  match: z._default(
    z.strictObject({
      pipeline: z.optional(oneOrMore(Glob)),
      stage: z.optional(oneOrMore(Glob)),
      status: z.optional(oneOrMore(z.enum(STATUSES))),
    }),
    {},
  ),
  to: oneOrMore(z.string().check(z.minLength(1))),
  /** Whether the routes after this one are looked at too. */
  continue: z._default(z.boolean(), false),
});
export type Rule = z.infer<typeof Rule>;
