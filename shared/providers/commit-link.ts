import { consoleUrl } from '#shared/domain/console.ts';
import type { Facts } from '#shared/domain/facts.ts';

/**
 * By a connection's ProviderType in small letters: its name, and where its commits and comparisons are. One that somebody
 * manages is known to the console alone.
 */
const HOSTS = new Map([
  ['github', ['GitHub', 'https://github.com', 'commit', 'compare']],
  ['githubenterpriseserver', ['GitHub Enterprise Server']],
  ['bitbucket', ['Bitbucket Cloud', 'https://bitbucket.org', 'commits', 'branches/compare']],
  ['gitlab', ['GitLab.com', 'https://gitlab.com', '-/commit', '-/compare']],
  ['gitlabselfmanaged', ['GitLab self-managed']],
]);

/** Of a commit at GitHub or in the console, in the older style too. */
const PAGE = /(?:\/\/github\.com|\/repositor(?:y|ies))\/([^?#]+)\/commit\//;

/** Sources that are a host of their own, in small letters. */
const HOSTS_OF_SOURCES = new Map([
  ['source/github', 'github'],
  ['source/codecommit', 'codecommit'],
]);

/**
 * The page of a commit, where its host and its repository are known. Undefined: only the event's own link leads there,
 * which for a connection is a redirect by the console. A source that failed has its commit, if any, as its external id.
 */
export function commitLink(facts: Facts, region: string): string | undefined {
  const { commit = facts.externalId ?? '', repository = repositoryIn(facts.url) } = facts;
  if (repository === undefined || !isCommit(commit) || !isRepository(repository)) return undefined;
  const host = hostOf(facts);
  if (host === 'codecommit') return codeCommitLink(region, repository, `commit/${commit}`);
  const [, site, page] = HOSTS.get(host) ?? [];
  if (site === undefined || !repository.includes('/')) return undefined;
  return `${site}/${repository}/${page}/${commit}`;
}

/**
 * The page of what lies between two commits, where the host and the repository of the newer one are known.
 *
 * @param since the older one
 */
export function compareLink(facts: Facts, since: string, region: string): string | undefined {
  const { commit = '', url = '', repository = repositoryIn(url) ?? PAGE.exec(url)?.[1] } = facts;
  if (repository === undefined || !isRepository(repository)) return undefined;
  if (!isCommit(commit) || !isCommit(since)) return undefined;
  const host = hostOf(facts);
  if (host === 'codecommit') return codeCommitLink(region, repository, `compare/${commit}/.../${since}`);
  const [, site, , page] = HOSTS.get(host) ?? [];
  const range = host === 'bitbucket' ? `${commit}..${since}` : `${since}...${commit}`;
  return site && `${site}/${repository}/${page}/${range}`;
}

/** Undefined where the event does not tell it, or where it is one that nobody knows yet. */
export function hostName(facts: Facts): string | undefined {
  return HOSTS.get(hostOf(facts))?.[0];
}

/** In small letters. */
function hostOf({ provider = '', host }: Facts): string {
  return (host ?? HOSTS_OF_SOURCES.get(provider.toLowerCase()) ?? '').toLowerCase();
}

/** A connection's redirect names it: `…/connections/redirect?…&FullRepositoryId=OWNER/NAME`. */
function repositoryIn(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return new URL(url).searchParams.get('FullRepositoryId') ?? undefined;
}

function isCommit(text: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(text);
}

/** In every part a letter or a digit, so that none is a step up. */
function isRepository(text: string): boolean {
  return text.split('/').every((part) => /^[\w.-]*[\da-z][\w.-]*$/i.test(part));
}

function codeCommitLink(region: string, repository: string, page: string): string | undefined {
  return consoleUrl(region, `codesuite/codecommit/repositories/${repository}/${page}?region=${region}`);
}
