import * as z from 'zod/mini';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import type { Recent } from '#shared/clients/recent.ts';
import { Text } from '#shared/sources/source.ts';
import { CODEPIPELINE, type ExecutionPlace } from './action-runs.ts';
import { ask, listOf } from './ask.ts';
import type { FailedAction, Need } from './diagnosis.ts';
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

/** What is newest of a pipeline's executions, and which one last succeeded in a stage: asked for together, they fit. */
export interface Listing {
  readonly succeeded: Listed | undefined;
  /** Newest first. */
  readonly recent: readonly Listed[];
}

interface Listed {
  readonly id: string | undefined;
  readonly revision: string | undefined;
}

interface Asking {
  readonly services: AwsServices;
  readonly listings: Recent<Listing>;
}

const MAX_EXECUTIONS = 100;
/** In less, no other execution has passed the stage. */
const TOLERANCE_SECONDS = 5;

const Answer = z.object({
  pipelineExecutionSummaries: listOf({
    pipelineExecutionId: Text,
    sourceRevisions: listOf({ revisionId: Text }),
  }),
});

/** Undefined: it never succeeded, or with the same revision. @throws errors of AwsServices */
export async function findChanges(
  failed: FailedAction,
  { services, listings }: Asking,
): Promise<Changes | undefined> {
  const { account, pipelineRegion, pipeline, stage, executionId, failedAt } = failed;
  const { succeeded: since, recent } = await listings.ask(
    `${account} ${pipelineRegion} ${pipeline} ${stage}`,
    () => listBoth(failed, services),
    (known, askedAt) =>
      askedAt >= failedAt ||
      (askedAt >= failedAt - TOLERANCE_SECONDS &&
        known.recent.some(({ id, revision }) => id === executionId && revision !== undefined)),
  );
  const from = recent.findIndex(({ id }) => id === executionId);
  if (since?.revision === undefined || from < 0) return undefined;
  const until = recent.findIndex(({ id }) => id === since.id);
  const between = recent.slice(from, until < 0 ? undefined : until);
  const revisions = new Set(between.flatMap(({ revision }) => revision ?? []));
  revisions.delete(since.revision);
  return revisions.size === 0 ? undefined : { since: since.revision, count: revisions.size };
}

async function listBoth(failed: FailedAction, services: AwsServices): Promise<Listing> {
  const [[succeeded], recent] = await Promise.all([
    list(failed, services, { filter: { succeededInStage: { stageName: failed.stage } }, maxResults: 1 }),
    list(failed, services, { maxResults: MAX_EXECUTIONS }),
  ]);
  return { succeeded, recent };
}

async function list(
  { pipelineRegion: region, pipeline }: ExecutionPlace,
  services: AwsServices,
  more: Readonly<Record<string, unknown>>,
): Promise<readonly Listed[]> {
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
