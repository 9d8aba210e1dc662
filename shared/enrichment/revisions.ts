import { type Facts, facts } from '#shared/domain/facts.ts';
import { type Askable, describers } from './describers.ts';
import type { FailedAction } from './diagnosis.ts';

/** What sources tell of the revisions of an execution beyond its events: each with its `commit`. @throws errors of AwsServices */
export async function describeRevisions(
  failed: FailedAction,
  revisions: readonly Facts[],
  asking: Askable,
): Promise<readonly Facts[]> {
  const told = await Promise.all(revisions.map((revision) => describeRevision(failed, revision, asking)));
  return told.filter((one) => one !== undefined);
}

async function describeRevision(
  failed: FailedAction,
  known: Facts,
  asking: Askable,
): Promise<Facts | undefined> {
  const { provider = '', commit: revision, region = failed.pipelineRegion } = known;
  const describer = describers.find((one) => one.provider === provider);
  if (describer === undefined || revision === undefined || known[describer.tells] !== undefined)
    return undefined;
  const found = await describer.describe({ failed, provider, revision, region }, asking);
  return found && { ...found, ...facts({ commit: revision }) };
}
