import { type Envelope, list, part, type Reading, Text, Word } from './source.ts';
import { because, path, toNotice } from './to-notice.ts';

// Overrides stand beside these, and hold environment variables.
const Task = part({
  lastStatus: Word,
  stopCode: Text,
  stoppedReason: Text,
  group: Text,
  containers: list(part({ exitCode: Text })),
});

/** A task that failed for itself. A service tells of its own tasks, and once for all of them. */
export function readTask(envelope: Envelope): Reading {
  const { lastStatus, stopCode, stoppedReason, group, containers } = Task.parse(envelope.detail);
  const code = containers.find(({ exitCode = '0' }) => exitCode !== '0')?.exitCode;
  const couldNotStart = stopCode === 'TaskFailedToStart';
  const hasFailed = stopCode === 'EssentialContainerExited' && code !== undefined;
  if (lastStatus !== 'STOPPED' || !(couldNotStart || hasFailed)) return { passedOver: 'a task is well' };
  if (group?.startsWith('service:')) return { passedOver: 'a task belongs to a service' };
  // arn:…:task/CLUSTER/ID; older ones do not name the cluster.
  const [id, cluster] = envelope.resources[0]?.split('/').slice(1).reverse() ?? [];
  return {
    notice: toNotice(envelope, {
      service: 'ecs',
      title: group?.replace(/^family:/, ''),
      headline: `${couldNotStart ? 'could not start a task' : 'had a task fail'}${because(stoppedReason)}`,
      tone: 'bad',
      details: { 'Exit code': code, Cluster: cluster, Task: id },
      page: {
        label: 'Open task',
        path: path`ecs/v2/clusters/${cluster}/tasks/${id}?region=${envelope.region}`,
      },
    }),
  };
}
