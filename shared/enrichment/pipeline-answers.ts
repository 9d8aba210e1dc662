import type { Clock } from '#shared/clients/clock.ts';
import { createRecent, type Recent } from '#shared/clients/recent.ts';
import type { Run } from './action-runs.ts';
import type { Listing } from './changes.ts';

/** What CodePipeline told of late, kept from one batch to the next: a burst asks for the same again and again. */
export interface PipelineAnswers {
  readonly runs: Recent<readonly Run[]>;
  readonly listings: Recent<Listing>;
}

export function createPipelineAnswers(clock: Clock): PipelineAnswers {
  return { runs: createRecent(clock), listings: createRecent(clock) };
}
