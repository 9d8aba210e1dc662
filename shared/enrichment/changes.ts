import * as z from 'zod/mini';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { Text } from '#shared/sources/source.ts';
import { CODEPIPELINE, type ExecutionPlace } from './action-runs.ts';
import { ask, listOf } from './ask.ts';
import type { Need } from './diagnosis.ts';
import { arnsOf } from './needs.ts';

/** What the role of `enrich` needs for it. */
export const CHANGES_NEED: Need = {
  actions: ['codepipeline:ListPipelineExecutions'],
  resources: [arnsOf('codepipeline', '*')],
  reason: 'which pipelines there are is not known when we deploy',
};

/** What a stage was given since it last succeeded. */
export interface Changes {
  /** Revision of the first source that the stage last succeeded with. */
  readonly since: string;
  /** How many revisions the pipeline has taken since then, this execution's included. */
  readonly count: number;
}

const MAX_EXECUTIONS = 100;

const Answer = z.object({
  pipelineExecutionSummaries: listOf({
    pipelineExecutionId: Text,
    sourceRevisions: listOf({ revisionId: Text }),
  }),
});

/** Undefined: it never succeeded, or with the same revision. @throws errors of AwsServices */
export async function findChanges(
  { stage, ...place }: ExecutionPlace & { readonly stage: string },
  services: AwsServices,
): Promise<Changes | undefined> {
  const [succeeded, recent] = await Promise.all([
    list(place, services, { filter: { succeededInStage: { stageName: stage } }, maxResults: 1 }),
    list(place, services, { maxResults: MAX_EXECUTIONS }),
  ]);
  const since = succeeded[0];
  const from = recent.findIndex(({ id }) => id === place.executionId);
  if (since?.revision === undefined || from < 0) return undefined;
  const until = recent.findIndex(({ id }) => id === since.id);
  const between = recent.slice(from, until < 0 ? undefined : until);
  const revisions = new Set(between.flatMap(({ revision }) => revision ?? []));
  revisions.delete(since.revision);
  return revisions.size === 0 ? undefined : { since: since.revision, count: revisions.size };
}

async function list(
  { pipelineRegion: region, pipeline }: ExecutionPlace,
  services: AwsServices,
  more: Readonly<Record<string, unknown>>,
) {
  const listed = await ask(services, {
    service: CODEPIPELINE,
    region,
    operation: 'ListPipelineExecutions',
    input: { pipelineName: pipeline, ...more },
    answer: Answer,
    absent: ['PipelineNotFoundException'],
  });
  return (listed?.pipelineExecutionSummaries ?? []).map(({ pipelineExecutionId: id, sourceRevisions }) => ({
    id,
    revision: sourceRevisions[0]?.revisionId,
  }));
}
