import type { Destination } from '#shared/channels/channel.ts';
import { findChannel } from '#shared/channels/index.ts';
import { STATUSES } from '#shared/domain/announcement.ts';
import { ConfigError } from '#shared/errors.ts';
import type { Rule } from '#shared/routing/rule.ts';
import type { Settings } from './compiled.ts';

/** No name that a user can choose: those have no underscore. */
export const SNAPSHOTS = '_snapshots';

// An execution that merely runs has no snapshot yet.
const SNAPSHOT_RULE: Rule = {
  match: {
    status: STATUSES.filter(
      (status) => !['started', 'retried', 'approval', 'reminder', 'notice'].includes(status),
    ),
  },
  to: [SNAPSHOTS],
  continue: true,
};

/** The user's destinations, ready to render and send. */
export function openDestinations({ destinations }: Settings): ReadonlyMap<string, Destination> {
  return new Map(Object.entries(destinations).map(([name, settings]) => [name, open(name, settings)]));
}

/** The same with what goes to the archive unasked. */
export function withSnapshots(
  destinations: ReadonlyMap<string, Destination>,
): ReadonlyMap<string, Destination> {
  return new Map([...destinations, [SNAPSHOTS, open(SNAPSHOTS, { type: 'snapshot' })]]);
}

export function withSnapshotRule(rules: readonly Rule[]): readonly Rule[] {
  return [SNAPSHOT_RULE, ...rules];
}

function open(name: string, settings: Readonly<Record<string, unknown>>): Destination {
  const type = String(settings['type']);
  const channel = findChannel(type);
  if (channel === undefined)
    throw new ConfigError(`destination "${name}" has the unknown type "${type}"; run npm run check`);
  return channel.open(name, settings);
}
