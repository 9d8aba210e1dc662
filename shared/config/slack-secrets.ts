import type { Settings } from './compiled.ts';

/** Names of the secrets that Slack apps are known by: each holds a bot token and what its requests are signed with. */
export function slackSecrets({ destinations }: Pick<Settings, 'destinations'>): readonly string[] {
  const names = Object.values(destinations).flatMap(({ type, secret }) =>
    type === 'slack' && typeof secret === 'string' ? secret : [],
  );
  return [...new Set(names)].toSorted();
}
