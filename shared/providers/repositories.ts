import { commitLink, hostName } from './commit-link.ts';
import type { ActionPlace, Provider } from './provider.ts';

/** Sources whose revision is a commit. */
export const repositories: readonly Provider[] = [
  {
    id: 'Source/CodeStarSourceConnection',
    label: 'AWS CodeConnections',
    called: hostName,
    link,
  },
  { id: 'Source/CodeCommit', label: 'AWS CodeCommit', link },
  { id: 'Source/GitHub', label: 'GitHub (version 1)', link },
];

function link({ region, facts }: ActionPlace): string | undefined {
  return commitLink(facts, region);
}
