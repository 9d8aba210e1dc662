import { describe, expect, it } from '@jest/globals';
import type { Facts } from '#shared/domain/facts.ts';
import { commitLink } from '#shared/providers/commit-link.ts';

const COMMIT = '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d';
const SOURCE = 'Source/CodeStarSourceConnection';
const REDIRECT =
  'https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections/redirect?Commit=4f2c9d1';

function linkTo(facts: Facts): string | undefined {
  return commitLink({ provider: SOURCE, commit: COMMIT, url: REDIRECT, ...facts }, 'eu-west-1');
}

describe('commitLink', () => {
  it.each([
    ['GitHub', 'example-org/web-shop', `https://github.com/example-org/web-shop/commit/${COMMIT}`],
    ['github', 'example-org/.github', `https://github.com/example-org/.github/commit/${COMMIT}`],
    ['Bitbucket', 'team/web-shop', `https://bitbucket.org/team/web-shop/commits/${COMMIT}`],
    ['BitBucket', 'team/web-shop', `https://bitbucket.org/team/web-shop/commits/${COMMIT}`],
    ['GitLab', 'group/sub.group/shop', `https://gitlab.com/group/sub.group/shop/-/commit/${COMMIT}`],
  ])('leads to the page of the commit at %s', (host, repository, url) => {
    expect(linkTo({ host, repository })).toBe(url);
  });

  it('takes the repository out of the redirect where nothing else tells it', () => {
    const url = `${REDIRECT}&FullRepositoryId=example-org/web-shop`;

    expect(linkTo({ host: 'GitHub', url })).toBe(`https://github.com/example-org/web-shop/commit/${COMMIT}`);
    expect(linkTo({ host: 'GitHub', url, repository: 'other/name' })).toContain('/other/name/');
  });

  it.each<[string, Facts]>([
    ['a host that somebody manages', { host: 'GitHubEnterpriseServer', repository: 'a/b' }],
    ['another such host', { host: 'GitLabSelfManaged', repository: 'a/b' }],
    ['a host of tomorrow', { host: 'AzureDevOps', repository: 'a/b' }],
    ['no host', { repository: 'a/b' }],
    ['no repository', { host: 'GitHub' }],
    ['half a name', { host: 'GitHub', repository: 'web-shop' }],
    ['a repository that climbs', { host: 'GitHub', repository: '../evil' }],
    ['a repository that is an address', { host: 'GitHub', repository: 'a/b?x=/c#d' }],
    ['a revision that is no commit', { host: 'GitHub', repository: 'a/b', commit: 'v1.0' }],
    ['no revision', { host: 'GitHub', repository: 'a/b', commit: '' }],
  ])('knows no page for %s', (_, facts) => {
    expect(linkTo(facts)).toBeUndefined();
  });

  it.each([
    ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com'],
    ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn'],
    ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com'],
  ])('leads to CodeCommit in %s', (region, site) => {
    const page = `${site}/codesuite/codecommit/repositories/shop/commit/${COMMIT}?region=${region}`;
    const facts = { commit: COMMIT, repository: 'shop' };

    expect(commitLink({ ...facts, provider: 'Source/CodeCommit' }, region)).toBe(page);
    expect(commitLink({ ...facts, host: 'CodeCommit' }, region)).toBe(page);
  });

  it('leads nowhere where nothing is known', () => {
    expect(commitLink({}, 'eu-west-1')).toBeUndefined();
    expect(commitLink({ commit: COMMIT, repository: 'a/b' }, 'eu-west-1')).toBeUndefined();
  });
});
