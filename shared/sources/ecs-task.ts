import type * as z from 'zod/mini';
import { resourceOf } from './ecs-resource.ts';
import { type Envelope, list, part, type Reading, Text, Word } from './source.ts';
import { because, path, toNotice } from './to-notice.ts';

const Container = part({ name: Text, exitCode: Text, reason: Text });
type Container = z.infer<typeof Container>;
// Overrides stand beside these, and hold environment variables.
const Task = part({
  lastStatus: Word,
  stopCode: Text,
  stoppedReason: Text,
  group: Text,
  clusterArn: Text,
  containers: list(Container),
});
type Task = z.infer<typeof Task>;

/** A task that failed for itself. A service tells of its own tasks, and once for all of them. */
export function readTask(envelope: Envelope): Reading {
  const task = Task.parse(envelope.detail);
  const { lastStatus, stopCode, group, containers } = task;
  const couldNotStart = stopCode === 'TaskFailedToStart';
  const hasFailed = stopCode === 'EssentialContainerExited' && containers.some(hasErrorCode);
  if (lastStatus !== 'STOPPED' || !(couldNotStart || hasFailed)) return { passedOver: 'a task is well' };
  if (group?.startsWith('service:')) return { passedOver: 'a task belongs to a service' };
  return toTaskNotice(envelope, task, couldNotStart ? 'could not start a task' : 'had a task fail');
}

function toTaskNotice(envelope: Envelope, task: Task, headline: string): Reading {
  const { stoppedReason = '', group, clusterArn, containers } = task;
  const { name: id, cluster } = resourceOf(envelope, clusterArn);
  const { name, reason = '', exitCode } = findBroken(containers) ?? {};
  return {
    notice: toNotice(envelope, {
      service: 'ecs',
      title: group?.replace(/^family:/, ''),
      headline: `${headline}${because(stoppedReason)}`,
      tone: 'bad',
      details: {
        Why: stoppedReason.includes(reason) ? undefined : reason,
        Container: name,
        'Exit code': exitCode,
        Cluster: cluster,
        Task: id,
      },
      page: {
        label: 'Open task',
        path: path`ecs/v2/clusters/${cluster}/tasks/${id}?region=${envelope.region}`,
      },
    }),
  };
}

/** The one that says why, else the first that ended badly: others may have ended because it did. */
function findBroken(containers: readonly Container[]): Container | undefined {
  const broken = containers.filter(
    ({ exitCode, reason }) => exitCode !== '0' && (exitCode ?? reason) !== undefined,
  );
  return broken.find(({ reason }) => reason) ?? broken[0];
}

function hasErrorCode({ exitCode = '0' }: Container): boolean {
  return exitCode !== '0';
}
