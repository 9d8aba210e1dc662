import { createArchive } from '#shared/create-app.ts';
import { sqsHandler } from '#shared/runtime/sqs.ts';
import { archive } from './archive.ts';

export const handler = sqsHandler((telemetry) => {
  const { app, edge } = createArchive(telemetry);
  return { edge, work: (messages) => archive(messages, app) };
});
