import { createSlack } from '#shared/create-app.ts';
import { httpHandler } from '#shared/runtime/http.ts';
import { slack } from './slack.ts';

export const handler = httpHandler((telemetry) => {
  const app = createSlack(telemetry);
  return (request) => slack(request, app);
});
