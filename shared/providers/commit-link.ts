import { consoleUrl } from '#shared/domain/console.ts';
import type { Facts } from '#shared/domain/facts.ts';

/** By a connection's ProviderType in small letters. A host that somebody manages is known to the console alone. */
const HOSTS = new Map([
  ['github', ['https://github.com', 'commit']],
  ['bitbucket', ['https://bitbucket.org', 'commits']],
  ['gitlab', ['https://gitlab.com', '-/commit']],
]);

/** Of a commit at GitHub or in the console, in the older style too. */
const PAGE = /(?:\/\/github\.com|\/repositor(?:y|ies))\/([^?#]+)\/commit\//;

/** Sources that are a host of their own. */
const HOSTS_OF_SOURCES = new Map([
  ['Source/GitHub', 'github'],
  ['Source/CodeCommit', 'codecommit'],
]);

/**
 * The page of a commit, where its host and its repository are known. Undefined: only the event's own link leads there,
 * which for a connection is a redirect by the console. A source that failed has its commit, if any, as its external id.
 */
export function commitLink(facts: Facts, region: string): string | undefined {
  const { provider = '', commit = facts.externalId ?? '', repository = repositoryIn(facts.url) } = facts;
  if (repository === undefined || !isCommit(commit) || !isRepository(repository)) return undefined;
  const host = (facts.host ?? HOSTS_OF_SOURCES.get(provider) ?? '').toLowerCase();
  if (host === 'codecommit') return codeCommitLink({ region, repository, commit });
  const [site, page] = HOSTS.get(host) ?? [];
  if (site === undefined || !repository.includes('/')) return undefined;
  return `${site}/${repository}/${page}/${commit}`;
}

/**
 * The page of what lies between two commits, where the host and the repository of the newer one are known.
 *
 * @param since the older one
 */
export function compareLink(facts: Facts, since: string, region: string): string | undefined {
  const {
    provider = '',
    commit = '',
    url = '',
    repository = repositoryIn(url) ?? PAGE.exec(url)?.[1],
  } = facts;
  if (repository === undefined || !isRepository(repository)) return undefined;
  if (!isCommit(commit) || !isCommit(since)) return undefined;
  switch ((facts.host ?? HOSTS_OF_SOURCES.get(provider) ?? '').toLowerCase()) {
    case 'github':
      return `https://github.com/${repository}/compare/${since}...${commit}`;
    case 'gitlab':
      return `https://gitlab.com/${repository}/-/compare/${since}...${commit}`;
    case 'bitbucket':
      return `https://bitbucket.org/${repository}/branches/compare/${commit}..${since}`;
    case 'codecommit':
      return consoleUrl(
        region,
        `codesuite/codecommit/repositories/${repository}/compare/${commit}/.../${since}?region=${region}`,
      );
    default:
      return undefined;
  }
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

interface Commit {
  readonly region: string;
  readonly repository: string;
  readonly commit: string;
}

function codeCommitLink({ region, repository, commit }: Commit): string | undefined {
  return consoleUrl(
    region,
    `codesuite/codecommit/repositories/${repository}/commit/${commit}?region=${region}`,
  );
}
