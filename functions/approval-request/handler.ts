import { createApprovalRequest } from '#shared/create-app.ts';
import { taskHandler } from '#shared/runtime/task.ts';
import { requestApproval } from './request.ts';

export const handler = taskHandler((telemetry) => {
  const app = createApprovalRequest(telemetry);
  return (input) => requestApproval(input, app);
});
