import * as z from 'zod';
import { actionType, pipelineArn } from '../definition.ts';
import type { Assignment } from '../job.ts';
import { failJob, getJob, succeedJob } from '../job.ts';
import { jobData } from '../job-event.ts';
import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import { defineOperation, Uuid } from './operation.ts';

/** Of the output variables of one action, names and values together. */
const MOST_VARIABLE_BYTES = 122_880;

const ExternalExecutionId = z.string().min(1).max(1500);

const Revision = z.object({
  revision: z.string().min(1).max(1500),
  changeIdentifier: z.string().min(1).max(100),
  created: z.number().optional(),
  revisionSummary: z.string().min(1).max(2048).optional(),
});

const Details = z.object({
  summary: z.string().min(1).max(2048).optional(),
  externalExecutionId: ExternalExecutionId.optional(),
  percentComplete: z.int().min(0).max(100).optional(),
});

const Success = z
  .object({
    jobId: Uuid,
    currentRevision: Revision.optional(),
    continuationToken: z.string().min(1).max(2048).optional(),
    executionDetails: Details.optional(),
    outputVariables: z.record(z.string().regex(/^[A-Za-z0-9@_-]+$/), z.string()).optional(),
  })
  .refine(
    ({ continuationToken, outputVariables }) =>
      continuationToken === undefined || outputVariables === undefined,
    { path: ['outputVariables'], error: 'not together with a continuation token' },
  );

const Failure = z.object({
  jobId: Uuid,
  failureDetails: z.object({
    type: z.enum([
      'JobFailed',
      'ConfigurationError',
      'PermissionError',
      'RevisionOutOfSync',
      'RevisionUnavailable',
      'SystemUnavailable',
    ]),
    message: z.string().min(1).max(5000),
    externalExecutionId: ExternalExecutionId.optional(),
  }),
});

export const getJobDetails = defineOperation(z.object({ jobId: Uuid }), (world, { jobId }) => {
  const assignment = getJob(world, jobId);
  return { jobDetails: { id: jobId, accountId: world.place.account, data: detailsOf(world, assignment) } };
});

export const putJobSuccessResult = defineOperation(Success, (world, input) => {
  const { jobId, executionDetails = {}, outputVariables = {}, currentRevision, continuationToken } = input;
  const { externalExecutionId: id, summary, percentComplete } = executionDetails;
  assertSize(outputVariables);
  succeedJob(world, getJob(world, jobId), {
    said: { id, summary, percentComplete },
    revision: currentRevision && {
      id: currentRevision.revision,
      changeId: currentRevision.changeIdentifier,
      created: currentRevision.created,
    },
    outputVariables,
    continuationToken,
  });
  return {};
});

export const putJobFailureResult = defineOperation(Failure, (world, { jobId, failureDetails }) => {
  const { type: errorCode, message: summary, externalExecutionId: id } = failureDetails;
  failJob(world, getJob(world, jobId), { errorCode, summary, id });
  return {};
});

/** Unlike the event, this says which action of which execution asks. */
function detailsOf({ place }: World, assignment: Assignment) {
  const { execution, stage, run, job } = assignment;
  const { name } = execution.pipeline.definition;
  return {
    ...jobData(assignment, job),
    actionTypeId: actionType(run.definition),
    pipelineContext: {
      pipelineName: name,
      pipelineArn: pipelineArn(place, name),
      pipelineExecutionId: execution.id,
      stage: { name: stage.definition.name },
      action: { name: run.definition.name, actionExecutionId: run.id },
    },
  };
}

function assertSize(variables: Readonly<Record<string, string>>): void {
  const bytes = Buffer.byteLength(Object.entries(variables).flat().join(''));
  if (bytes > MOST_VARIABLE_BYTES)
    throw new ServiceError(
      'OutputVariablesSizeExceededException',
      `The output variables have ${bytes} bytes, ${MOST_VARIABLE_BYTES} are allowed`,
    );
}
