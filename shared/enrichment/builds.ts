import * as z from 'zod/mini';
import type { AwsService } from '#shared/clients/aws-json.ts';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, listOf, partOf, Quantity } from './ask.ts';

export const CODEBUILD: AwsService = {
  id: 'CODEBUILD',
  host: 'codebuild',
  target: 'CodeBuild_20161006',
  version: '1.1',
};

// The members named here are all that is read: a build also tells its environment variables, which may be secret.
const Phases = listOf({
  phaseType: Text,
  phaseStatus: Text,
  contexts: listOf({ statusCode: Text, message: Text }),
});
const ReportArns = z.catch(z.array(z.string()), []);
const Builds = z.object({
  builds: listOf({
    id: Text,
    buildNumber: Quantity,
    buildStatus: Text,
    phases: Phases,
    logs: partOf({ groupName: Text, streamName: Text }),
    reportArns: ReportArns,
  }),
});
const Batches = z.object({
  buildBatches: listOf({
    buildBatchNumber: Quantity,
    buildBatchStatus: Text,
    phases: Phases,
    buildGroups: listOf({
      identifier: Text,
      ignoreFailure: z.catch(z.optional(z.boolean()), undefined),
      currentBuildSummary: partOf({ arn: Text, buildStatus: Text }),
    }),
    reportArns: ReportArns,
  }),
});

type Batch = z.infer<typeof Batches>['buildBatches'][number];

/** A build or, where none of its builds is to blame, a batch of builds. */
export interface Build {
  /** `project:uuid`; of a batch, undefined. */
  readonly id: string | undefined;
  readonly number: number | undefined;
  /** SUCCEEDED, FAILED, FAULT, TIMED_OUT, IN_PROGRESS, STOPPED. */
  readonly status: string | undefined;
  /** In order. */
  readonly phases: z.infer<typeof Phases>;
  readonly log: { readonly group: string; readonly stream: string } | undefined;
  readonly reportArns: readonly string[];
  /** Which of a batch it is. */
  readonly group: string | undefined;
}

interface Place {
  readonly services: AwsServices;
  readonly region: string;
}

/** `project:uuid` out of that, or out of the ARN of a build or of a batch. */
export function parseBuildId(text: string): string | undefined {
  return /^(?:arn:aws[a-z-]*:codebuild:[a-z\d-]+:\d{12}:build(?:-batch)?\/)?([\w-]{1,255}:[\w-]{1,64})$/.exec(
    text,
  )?.[1];
}

/**
 * The build with that id, else the one that a batch with that id failed by.
 *
 * @throws errors of AwsServices; zod's, when an answer is no object
 */
export async function findBuild(id: string, place: Place): Promise<Build | undefined> {
  return (await findOne(id, place)) ?? (await findInBatch(id, place));
}

async function findOne(id: string, place: Place): Promise<Build | undefined> {
  const found = await askFor('BatchGetBuilds', { id, answer: Builds, place });
  const build = found?.builds[0];
  if (build === undefined) return undefined;
  const { buildNumber: number, buildStatus: status, phases, reportArns } = build;
  const { groupName: group, streamName: stream } = build.logs ?? {};
  const log = group && stream ? { group, stream } : undefined;
  return { id: build.id ?? id, number, status, phases, log, reportArns, group: undefined };
}

/** A batch reports for its builds, or leaves that to them. */
async function findInBatch(id: string, place: Place): Promise<Build | undefined> {
  const batch = (await askFor('BatchGetBuildBatches', { id, answer: Batches, place }))?.buildBatches[0];
  if (batch === undefined) return undefined;
  const { buildBatchNumber: number, buildBatchStatus: status, phases, reportArns } = batch;
  const blamed = findBlamed(batch);
  const buildId = parseBuildId(blamed?.currentBuildSummary?.arn ?? '');
  const build = buildId === undefined ? undefined : await findOne(buildId, place);
  if (build === undefined)
    return { id: undefined, number, status, phases, reportArns, log: undefined, group: undefined };
  const reports = build.reportArns.length > 0 ? build.reportArns : reportArns;
  return { ...build, reportArns: reports, group: blamed?.identifier };
}

/** Builds are stopped because another one failed. */
function findBlamed({ buildGroups }: Batch) {
  const counted = buildGroups.filter(({ ignoreFailure }) => ignoreFailure !== true);
  const inState = (...states: readonly string[]) =>
    counted.find(({ currentBuildSummary }) => states.includes(currentBuildSummary?.buildStatus ?? ''));
  return inState('FAILED', 'FAULT', 'TIMED_OUT') ?? inState('STOPPED');
}

interface Lookup<T> {
  readonly id: string;
  readonly answer: z.ZodMiniType<T>;
  readonly place: Place;
}

async function askFor<T>(operation: string, { id, answer, place }: Lookup<T>): Promise<T | undefined> {
  return ask(place.services, {
    service: CODEBUILD,
    region: place.region,
    operation,
    input: { ids: [id] },
    answer,
    // What the other kind's ids look like is not told anywhere.
    absent: ['InvalidInputException'],
  });
}
