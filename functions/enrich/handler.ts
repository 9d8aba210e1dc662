import { createEnrich } from '#shared/create-app.ts';
import { sqsHandler } from '#shared/runtime/sqs.ts';
import { enrichBatch } from './enrich.ts';

export const handler = sqsHandler((telemetry) => {
  const { app, edge } = createEnrich(telemetry);
  return { edge, work: (messages) => enrichBatch(messages, app) };
});
