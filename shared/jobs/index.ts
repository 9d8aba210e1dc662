import { gate } from './gate.ts';
import type { Job } from './job.ts';
import { notify } from './notify.ts';
import { startStateMachine } from './start-state-machine.ts';

export const jobs: readonly Job[] = [gate, notify, startStateMachine];

export function findJob(name: string): Job | undefined {
  return jobs.find((job) => job.name === name);
}
