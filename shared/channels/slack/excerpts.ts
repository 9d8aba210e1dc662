import * as z from 'zod/mini';

/** The setting, the same for the bot and the webhook: whoever reads the channel can read what logs say. */
export const Excerpts = z
  ._default(z.boolean(), false)
  .check(z.describe('true: failures show the last lines of the log that tell why, without secrets'));
