import { ARTIFACT_CREDENTIALS } from './artifact-credentials.ts';
import type { Place } from './definition.ts';
import { isSource } from './definition.ts';
import type { Artifact, Execution, InvocationPosition, Job } from './execution.ts';

/** What a Lambda action hands its function. */
export interface JobEvent {
  readonly 'CodePipeline.job': {
    readonly id: string;
    readonly accountId: string;
    readonly data: JobData;
  };
}

export interface JobData {
  readonly actionConfiguration: { readonly configuration: Readonly<Record<string, string>> };
  readonly inputArtifacts: readonly JobArtifact[];
  readonly outputArtifacts: readonly JobArtifact[];
  readonly artifactCredentials: typeof ARTIFACT_CREDENTIALS;
  readonly continuationToken?: string;
}

interface JobArtifact {
  readonly name: string;
  readonly revision: string | null;
  readonly location: {
    readonly type: 'S3';
    readonly s3Location: { readonly bucketName: string; readonly objectKey: string };
  };
}

export function jobEvent({ account }: Place, position: InvocationPosition, job: Job): JobEvent {
  return { 'CodePipeline.job': { id: job.id, accountId: account, data: jobData(position, job) } };
}

/** What the event and GetJobDetails tell alike. */
export function jobData({ execution, run }: InvocationPosition, { continuationToken }: Job): JobData {
  const { configuration, outputs } = run.invocation;
  return {
    actionConfiguration: { configuration },
    inputArtifacts: run.inputs.map((artifact) => toJobArtifact(artifact, revisionOf(execution, artifact))),
    outputArtifacts: outputs.map((artifact) => toJobArtifact(artifact, null)),
    artifactCredentials: ARTIFACT_CREDENTIALS,
    ...(continuationToken !== undefined && { continuationToken }),
  };
}

function toJobArtifact({ name, s3location }: Artifact, revision: string | null): JobArtifact {
  const s3Location = { bucketName: s3location.bucket, objectKey: s3location.key };
  return { name, revision, location: { type: 'S3', s3Location } };
}

/** The commit, where the artifact is the source itself. */
function revisionOf(execution: Execution, artifact: Artifact): string | null {
  const { stages } = execution.rollbackTo ?? execution;
  const makers = stages.flatMap(({ actions }) => actions).filter(({ outputs }) => outputs.includes(artifact));
  const source = makers.find(({ definition }) => isSource(definition));
  return source?.result?.id ?? null;
}
