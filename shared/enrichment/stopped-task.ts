import * as z from 'zod/mini';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, listOf, Quantity } from './ask.ts';
import { ECS, NO_SERVICE, type ServicePlace } from './ecs-service.ts';
import { sentences } from './sentences.ts';

export interface StoppedTask {
  readonly why: string | undefined;
  /** The container that brought it down, as far as one did. */
  readonly container: string | undefined;
}

interface Stopping {
  /** Undefined: of any. */
  readonly deployment: string | undefined;
  /** Epoch seconds. */
  readonly since: number;
}

const Listed = z.object({ taskArns: z.catch(z.array(z.string()), []) });
const Container = { name: Text, exitCode: Quantity, reason: Text };
const Described = z.object({
  tasks: listOf({ startedBy: Text, stoppedAt: Quantity, stoppedReason: Text, containers: listOf(Container) }),
});
type Task = z.infer<typeof Described>['tasks'][number];

/** The last that stopped, which ECS tells for about an hour; not those that went for others to come. */
export async function findStoppedTask(
  services: AwsServices,
  { region, cluster, service }: ServicePlace,
  { deployment, since }: Stopping,
): Promise<StoppedTask | undefined> {
  const place = { service: ECS, region, absent: NO_SERVICE };
  const listed = await ask(services, {
    ...place,
    operation: 'ListTasks',
    input: { cluster, serviceName: service, desiredStatus: 'STOPPED', maxResults: 100 },
    answer: Listed,
  });
  if (listed === undefined || listed.taskArns.length === 0) return undefined;
  const described = await ask(services, {
    ...place,
    operation: 'DescribeTasks',
    input: { cluster, tasks: listed.taskArns },
    answer: Described,
  });
  const own = (described?.tasks ?? []).filter(
    ({ startedBy, stoppedAt = 0, stoppedReason }) =>
      stoppedAt >= since &&
      (deployment === undefined || startedBy === deployment) &&
      !stoppedReason?.startsWith('Scaling activity'),
  );
  const [last] = own.toSorted((one, other) => (other.stoppedAt ?? 0) - (one.stoppedAt ?? 0));
  return last && toStopped(last);
}

function toStopped({ stoppedReason, containers }: Task): StoppedTask {
  const broken = containers.find(({ exitCode = 0, reason }) => exitCode !== 0 || reason !== undefined);
  const code = broken?.exitCode === undefined ? undefined : `exit code ${broken.exitCode}`;
  const end = [broken?.reason, code].filter(Boolean).join(', ');
  const told = broken && [broken.name, end].filter(Boolean).join(': ');
  return { why: sentences(stoppedReason, told), container: broken?.name };
}
