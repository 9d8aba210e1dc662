// Run as a process of its own: stops the embedded AWS while its machines wait for all there is to wait for.
import { startMachines } from './support.ts';

const HOUR_SECONDS = 3600;

const machines = await startMachines();
const task = { Type: 'Task', TimeoutSeconds: HOUR_SECONDS, End: true };
const wait = { Type: 'Wait', Seconds: HOUR_SECONDS, End: true };
const later = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: HOUR_SECONDS }];
const invoke = (FunctionName: string, Payload: unknown) => ({
  ...task,
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName, Payload },
});
const branches = ['One', 'Two'].map((name) => ({ StartAt: name, States: { [name]: wait } }));

for (const state of [
  wait,
  invoke('test-worker', { does: 'hang' }),
  { ...invoke('absent', {}), Retry: later },
  {
    ...task,
    HeartbeatSeconds: HOUR_SECONDS / 2,
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: 'test-worker', Payload: { 'token.$': '$$.Task.Token' } },
  },
  { Type: 'Parallel', Branches: branches, End: true },
])
  await machines.start(await machines.create({ State: state }, { TimeoutSeconds: 2 * HOUR_SECONDS }));

await machines.stop();
