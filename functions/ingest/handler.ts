import { createIngest } from '#shared/create-app.ts';
import { sqsHandler } from '#shared/runtime/sqs.ts';
import { ingest } from './ingest.ts';

export const handler = sqsHandler((telemetry) => {
  const { app, edge } = createIngest(telemetry);
  return { edge, work: (messages) => ingest(messages, app) };
});
