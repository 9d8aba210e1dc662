import { createReconcile } from '#shared/create-app.ts';
import { scheduleHandler } from '#shared/runtime/schedule.ts';
import { reconcile } from './reconcile.ts';

export const handler = scheduleHandler((telemetry) => {
  const app = createReconcile(telemetry);
  return (remainingMilliseconds) => reconcile(app, remainingMilliseconds);
});
