import type { Settings } from '#shared/config/compiled.ts';
import { openDestinations } from '#shared/config/destinations.ts';
import { ACCOUNT, REGION } from './aws/identity.ts';
import type { EmbeddedAws } from './aws/index.ts';

/** Takes a while and succeeds, as a state machine of somebody's would. */
const DEFINITION = {
  Comment: 'Stands in for a state machine that signalbox.yml names',
  StartAt: 'Work',
  States: {
    Work: { Type: 'Wait', Seconds: 3, Next: 'Report' },
    Report: { Type: 'Pass', Result: { checks: '12 of 12' }, End: true },
  },
};

/** Makes what the settings name and somebody would have made by hand on AWS. */
export async function createMachines(
  settings: Settings,
  aws: Pick<EmbeddedAws, 'createStateMachine'>,
): Promise<void> {
  for (const name of namesIn(settings)) await aws.createStateMachine({ name, definition: DEFINITION });
}

/** Of those in this account and Region; a version or an alias is of the same state machine. */
function namesIn(settings: Settings): readonly string[] {
  const needed = [...openDestinations(settings).values()].flatMap(({ needs }) => needs.stateMachines ?? []);
  const arns = [...needed, ...Object.values(settings.jobs?.stateMachines ?? {})];
  const prefix = `:states:${REGION}:${ACCOUNT}:stateMachine:`;
  const names = arns.flatMap((arn) => arn.split(prefix)[1]?.split(':')[0] ?? []);
  return [...new Set(names)];
}
