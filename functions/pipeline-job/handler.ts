import { createPipelineJob, openJobEdge } from '#shared/create-app.ts';
import { jobHandler } from '#shared/runtime/job.ts';
import { createWork } from './run-job.ts';

export const handler = jobHandler({
  openEdge: openJobEdge,
  createWork: (edge) => createWork(createPipelineJob(edge)),
});
