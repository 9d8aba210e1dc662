import * as z from 'zod/mini';
import type { AwsService } from '#shared/clients/aws-json.ts';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { findAnswer } from '#shared/clients/find-answer.ts';

export interface Question<T> {
  readonly service: AwsService;
  readonly region: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Of the members that are used: no others leave this place. */
  readonly answer: z.ZodMiniType<T>;
  /** Names of errors that say that there is no such thing. */
  readonly absent: readonly string[];
}

/**
 * Undefined: the service knows no such thing.
 *
 * @throws RateLimitedError, UnavailableError, ConfigError, RejectedError; zod's, when the answer is no object
 */
export async function ask<T>(services: AwsServices, question: Question<T>): Promise<T | undefined> {
  const { service, region, operation, input, answer, absent } = question;
  const asked = services.json(service, region).call(operation, input);
  const found = await findAnswer(asked, { what: `${service.id} ${operation}`, absent });
  return found === undefined ? undefined : z.parse(answer, found);
}

/** Of an answer, which may lack anything: one that is not there, or not what it should be, is empty. */
export function listOf<T extends z.core.$ZodShape>(shape: T) {
  return z.catch(z.array(z.object(shape)), []);
}

export function partOf<T extends z.core.$ZodShape>(shape: T) {
  return z.catch(z.optional(z.object(shape)), undefined);
}

export const Quantity = z.catch(z.optional(z.number()), undefined);
