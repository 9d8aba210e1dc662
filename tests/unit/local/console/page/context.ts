import type { Context } from '#local/console/page/context.ts';

export const CONTEXT: Context = {
  names: { U0ADA00001: 'Ada Okafor', C0LOCAL0001: 'pipelines', S0RELEASERS: '@releasers' },
  now: new Date('2026-10-01T12:00:00Z'),
  timeZone: 'UTC',
  locale: 'en-GB',
};
