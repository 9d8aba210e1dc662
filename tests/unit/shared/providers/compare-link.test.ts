import { describe, expect, it } from '@jest/globals';
import { compareLink } from '#shared/providers/commit-link.ts';

const [OLD, NEW] = ['1111111aaaaaaa', '2222222bbbbbbb'];
const FACTS = { commit: NEW, repository: 'example-org/web-shop' };

describe('a compare link', () => {
  it.each([
    ['GitHub', `https://github.com/example-org/web-shop/compare/${OLD}...${NEW}`],
    ['GitLab', `https://gitlab.com/example-org/web-shop/-/compare/${OLD}...${NEW}`],
    ['BitBucket', `https://bitbucket.org/example-org/web-shop/branches/compare/${NEW}..${OLD}`],
  ])('of %s is %s', (host, url) => {
    expect(compareLink({ ...FACTS, host }, OLD, 'eu-west-1')).toBe(url);
  });

  it('of CodeCommit is in the console', () => {
    const facts = { commit: NEW, repository: 'web-shop', provider: 'Source/CodeCommit' };

    expect(compareLink(facts, OLD, 'eu-west-1')).toBe(
      `https://eu-west-1.console.aws.amazon.com/codesuite/codecommit/repositories/web-shop/compare/${NEW}/.../${OLD}?region=eu-west-1`,
    );
  });

  it.each([
    [
      'Source/GitHub',
      `https://github.com/acme/shop/commit/${NEW}`,
      `https://github.com/acme/shop/compare/${OLD}...${NEW}`,
    ],
    ...['codecommit/home#/repository', 'codesuite/codecommit/repositories'].map((path) => [
      'Source/CodeCommit',
      `https://eu-west-1.console.aws.amazon.com/${path}/shop/commit/${NEW}?region=eu-west-1`,
      `https://eu-west-1.console.aws.amazon.com/codesuite/codecommit/repositories/shop/compare/${NEW}/.../${OLD}?region=eu-west-1`,
    ]),
  ])('of %s takes the repository out of the page of a commit, %s', (provider = '', url = '', link) => {
    expect(compareLink({ commit: NEW, provider, url }, OLD, 'eu-west-1')).toBe(link);
  });

  it.each([
    [{ commit: NEW, provider: 'Source/GitHub', url: `https://github.com/../shop/commit/${NEW}` }, OLD],
    [{ commit: NEW, provider: 'Source/GitHub', url: `https://github.com/acme/shop/tree/main` }, OLD],
    [{ commit: NEW, provider: 'Source/GitHub', url: 'no address' }, OLD],
    [{ ...FACTS, host: 'GitHubEnterpriseServer' }, OLD],
    [{ ...FACTS, host: 'GitHub' }, 'not a commit'],
    [{ ...FACTS, host: 'GitHub', repository: '../evil' }, OLD],
    [{ commit: NEW, host: 'GitHub' }, OLD],
  ])('is not made of %j', (facts, since) => {
    expect(compareLink(facts, since, 'eu-west-1')).toBeUndefined();
  });
});
