import type { FailedRun } from '../codepipeline/failed-runs.ts';

/** All that the loopback CodePipeline knows so far. */
export type FailedRuns = () => readonly FailedRun[];
