import { createPipelineJob } from '#shared/create-app.ts';
import { jobHandler } from '#shared/runtime/job.ts';
import { createWork } from './run-job.ts';

export const handler = jobHandler((telemetry) => {
  const { app, edge } = createPipelineJob(telemetry);
  return { work: createWork(app), edge };
});
