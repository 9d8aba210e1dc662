import * as z from 'zod/mini';
import { STATUSES } from '#shared/domain/announcement.ts';
import { SERVICES } from '#shared/domain/notice.ts';

const MAX_GLOB = 200;

export function oneOrMore<T extends z.core.SomeType>(item: T) {
  return z.pipe(
    z.union([item, z.array(item).check(z.minLength(1))]),
    z.transform((value): readonly z.output<T>[] => (Array.isArray(value) ? value : [value])),
  );
}

export const Glob = z.string().check(z.minLength(1), z.maxLength(MAX_GLOB));

/** One route of signalbox.yml. A matcher that is left out matches everything; within one, any of its values is enough. */
export const Rule = z.strictObject({
  match: z._default(
    z.strictObject({
      pipeline: z.optional(
        oneOrMore(Glob).check(z.describe('Pipeline names; * is any text, ? any character, case counts')),
      ),
      stage: z.optional(
        oneOrMore(Glob).check(z.describe('Stage names, as for pipelines; only failures have a stage')),
      ),
      service: z.optional(
        oneOrMore(z.enum([...SERVICES, '*'])).check(
          z.describe('Services whose notices are meant, * for any; naming one switches its events on'),
        ),
      ),
      status: z.optional(oneOrMore(z.enum(STATUSES)).check(z.describe('What there is to say'))),
    }),
    {},
  ),
  to: oneOrMore(z.string().check(z.minLength(1))).check(z.describe('Names of destinations')),
  continue: z
    ._default(z.boolean(), false)
    .check(z.describe('Whether the routes after this one are looked at too')),
});
export type Rule = z.infer<typeof Rule>;
