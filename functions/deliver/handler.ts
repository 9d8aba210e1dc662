import { createDeliver } from '#shared/create-app.ts';
import { sqsHandler } from '#shared/runtime/sqs.ts';
import { deliverBatch } from './deliver-batch.ts';

export const handler = sqsHandler((telemetry) => {
  const { app, edge } = createDeliver(telemetry);
  return { edge, work: (messages) => deliverBatch(messages, app) };
});
