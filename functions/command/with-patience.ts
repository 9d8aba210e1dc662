import type { App } from '#shared/app.ts';
import { AppError } from '#shared/errors.ts';
import type { Command } from '#shared/runtime/command-entry.ts';

/** CodePipeline is asked for a minute; then people are asked to look for themselves, or to press again. */
export const PATIENCE_SECONDS = 60;

export interface Problem {
  /** As a sentence to who asked. */
  readonly problem: string;
}

/** Within the minute the queue tries again what may help; after it, or when nothing helps, the person is to know. */
export async function withPatience<T>(
  { at, kind }: Pick<Command, 'at' | 'kind'>,
  { clock, telemetry }: Pick<App, 'clock' | 'telemetry'>,
  work: () => Promise<T>,
): Promise<T | Problem> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.remedy === 'retry' && clock.now() < at + PATIENCE_SECONDS) throw error;
    telemetry.error('What a person asked for could not be done', error, { kind });
    telemetry.count('ControlsFailed');
    return { problem: toSentence(error) };
  }
}

function toSentence({ remedy, code }: AppError): string {
  return remedy === 'retry'
    ? `There was no clear answer (${code}). Look at the pipeline before you ask again.`
    : `It could not be done (${code}). Who runs Signalbox finds the reason in the log of "command".`;
}
