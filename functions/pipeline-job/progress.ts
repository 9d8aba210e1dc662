import * as z from 'zod/mini';
import type { JobPlace } from '#shared/clients/jobs.ts';

const Stored = z.object({
  v: z.literal(1),
  place: z.optional(
    z.object({
      account: z.string(),
      region: z.string(),
      pipeline: z.string(),
      executionId: z.string(),
      stage: z.string(),
      action: z.string(),
      actionExecutionId: z.string(),
    }),
  ),
  startedAt: z.number(),
  state: z.optional(z.string()),
  tries: z.number(),
});

/** What one look leaves for the next: CodePipeline keeps it, as text of at most 2,048 characters, and gives it back. */
export interface Progress {
  /** Undefined until it could be asked for. */
  readonly place: JobPlace | undefined;
  /** Epoch seconds. */
  readonly startedAt: number;
  /** The job's own. */
  readonly state: string | undefined;
  /** Looks in a row that a service did not answer. */
  readonly tries: number;
}

export function toToken(progress: Progress): string {
  return JSON.stringify({ v: 1, ...progress });
}

/** Undefined for what we cannot have written: then the job begins anew, which does nothing twice. */
export function parseProgress(token: string | undefined): Progress | undefined {
  const parsed = Stored.safeParse(toJson(token ?? ''));
  if (!parsed.success) return undefined;
  const { place, startedAt, state, tries } = parsed.data;
  return { place, startedAt, state, tries };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
