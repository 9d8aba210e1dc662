import * as z from 'zod/mini';
import { ConfigError } from '#shared/errors.ts';

/** Secrets Manager's own characters: a `*` would become one in the role. */
export const SecretName = z
  .string()
  .check(
    z.regex(/^[\w/+=.@-]{1,512}$/, 'a secret is named as in Secrets Manager: letters, digits and /_+=.@-'),
  );

interface SecretText {
  readonly name: string;
  readonly text: string;
  /** The end of 'secret NAME must be …'. */
  readonly mustBe: string;
}

/** @throws ConfigError that says what the secret must look like, and nothing of what it holds */
export function parseSecret<T>(schema: z.ZodMiniType<T>, { name, text, mustBe }: SecretText): T {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new ConfigError(`secret ${name} must be ${mustBe}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one more way of not being what the schema says.
    return undefined;
  }
}
