import { createCommand } from '#shared/create-app.ts';
import { sqsHandler } from '#shared/runtime/sqs.ts';
import { commandBatch } from './command.ts';

export const handler = sqsHandler((telemetry) => {
  const { app, edge } = createCommand(telemetry);
  return { edge, work: (messages) => commandBatch(messages, app) };
});
