import { toFact } from '#shared/domain/facts.ts';
import type { Asking, Diagnosis, FailedAction } from './diagnosis.ts';

/**
 * Of any action: what CodePipeline was told by whoever ran it. Undefined: the event says as much.
 *
 * @throws errors of AwsServices; zod's, when an answer is not what it should be
 */
export async function diagnoseAnyAction(
  failed: FailedAction,
  { configurations }: Pick<Asking, 'configurations'>,
): Promise<Diagnosis | undefined> {
  const why = (await configurations.find(failed))?.errorMessage;
  return why === undefined || toFact(why) === failed.facts.summary ? undefined : { why };
}
