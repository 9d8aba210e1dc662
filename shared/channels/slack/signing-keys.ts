import * as z from 'zod/mini';
import { parseSecret } from '#shared/channels/secret.ts';
import type { Clock } from '#shared/clients/clock.ts';
import type { Secrets } from '#shared/clients/secrets.ts';
import type { Telemetry } from '#shared/clients/telemetry.ts';
import { AppError } from '#shared/errors.ts';
import type { SigningKey } from './signature.ts';

const LIFETIME_SECONDS = 15 * 60;
/** Strangers can ask for a refetch by a bad signature, so this bounds what they cost. */
const REFETCH_SECONDS = 60;

// Whoever knows the key is Slack to us, so a short one is none.
const Key = z.string().check(z.trim(), z.minLength(16));
const Secret = z.object({ signingSecret: Key, previousSigningSecret: z.optional(Key) });

export interface KeyRing {
  readonly keys: readonly SigningKey[];
  /** Why there are not more: of the first secret that could not be read. */
  readonly failure: unknown;
}

/** The signing secrets in the secrets with these names, the present ones and those before a rotation. */
export interface SigningKeys {
  /** At most 15 minutes old; a failed read is not repeated within a minute. */
  current(): Promise<KeyRing>;
  /** Read anew; undefined when that was done less than a minute ago. */
  renewed(): Promise<KeyRing | undefined>;
}

interface KeyServices {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

export function createSigningKeys(names: readonly string[], services: KeyServices): SigningKeys {
  const { clock, telemetry } = services;
  let last: { readonly ring: KeyRing; readonly at: number } | undefined;
  const read = async () => {
    const at = clock.now();
    const ring = await readAll(names, last?.ring.keys ?? [], services);
    last = { ring, at };
    if (ring.failure !== undefined) telemetry.error('A signing secret could not be read', ring.failure);
    return ring;
  };
  return {
    async current() {
      if (last === undefined) return read();
      const lifetime = last.ring.failure === undefined ? LIFETIME_SECONDS : REFETCH_SECONDS;
      return clock.now() < last.at + lifetime ? last.ring : read();
    },
    async renewed() {
      return last !== undefined && clock.now() < last.at + REFETCH_SECONDS ? undefined : read();
    },
  };
}

async function readAll(
  names: readonly string[],
  known: readonly SigningKey[],
  { secrets }: KeyServices,
): Promise<KeyRing> {
  const rings = await Promise.all(
    names.map(async (name): Promise<KeyRing> => {
      try {
        return { keys: await readOne(name, secrets), failure: undefined };
      } catch (failure) {
        // An outage of Secrets Manager takes away no key; a secret that is gone or changed does.
        return { keys: isPassing(failure) ? known.filter((key) => key.name === name) : [], failure };
      }
    }),
  );
  return {
    keys: rings.flatMap(({ keys }) => keys),
    failure: rings.map(({ failure }) => failure).find((failure) => failure !== undefined),
  };
}

async function readOne(name: string, secrets: Secrets): Promise<readonly SigningKey[]> {
  secrets.forget(name);
  const mustBe = 'JSON with "signingSecret": the signing secret of the Slack app';
  const found = parseSecret(Secret, { name, text: await secrets.get(name), mustBe });
  return [found.signingSecret, found.previousSigningSecret].flatMap((secret) =>
    secret === undefined ? [] : { name, secret },
  );
}

function isPassing(error: unknown): boolean {
  return error instanceof AppError && error.remedy === 'retry';
}
