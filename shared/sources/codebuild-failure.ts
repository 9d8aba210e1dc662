import * as z from 'zod/mini';
import { sayBuildFailure } from '#shared/domain/build-failure.ts';
import { parseCodedError } from '#shared/domain/coded-error.ts';
import { list, part, Text, Word } from './source.ts';

// A list of texts, or one text as the build itself has: `[: ]`, `[CODE: message]`.
const Contexts = z.union([
  z.array(Text),
  z.pipe(
    Text,
    z.transform((text: string | undefined) => [text]),
  ),
]);
export const Phases = list(part({ 'phase-type': Word, 'phase-status': Word, 'phase-context': Contexts }));
export const CurrentPhase = { 'current-phase': Word, 'current-phase-context': Contexts };

interface Build {
  readonly 'build-status'?: string | undefined;
  readonly phases: z.infer<typeof Phases>;
  readonly 'current-phase'?: string | undefined;
  readonly 'current-phase-context': Context;
}
type Context = readonly (string | undefined)[];

export interface FailedPhase {
  readonly phase: string | undefined;
  readonly why: string | undefined;
}

/** The phase that failed; without one, that at which the build is, unless it is through all of them. */
export function findFailedPhase(build: Build): FailedPhase {
  const { phases, 'current-phase': current, 'current-phase-context': context } = build;
  const failed = phases.find(isFailed);
  const why = reasonIn([...(failed?.['phase-context'] ?? []), ...context]);
  return {
    phase: failed?.['phase-type'] ?? (current === 'COMPLETED' ? undefined : current),
    // Of a build that timed out, that it did is no reason.
    why: why === sayBuildFailure({ state: build['build-status'] ?? '' }) ? undefined : why,
  };
}

/** The last phase has no status: it is the end. */
function isFailed(phase: Build['phases'][number]): boolean {
  return phase['phase-type'] !== undefined && (phase['phase-status'] ?? 'SUCCEEDED') !== 'SUCCEEDED';
}

/** The phase is told beside it. */
function reasonIn(context: Context): string | undefined {
  const texts = context.map((text = '') => text.replace(/^\[([\s\S]*)\]$/, '$1').trim());
  const told = texts.find((text) => /[^\s:]/.test(text));
  const { code, message } = parseCodedError(told ?? '') ?? {};
  return code === undefined ? told : sayBuildFailure({ state: 'FAILED', code, message });
}
