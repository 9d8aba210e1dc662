import { describe, expect, it } from '@jest/globals';
import { ASKED, formatProviderPage, PROVIDER_PAGE } from '#cli/provider-page.ts';
import { SHOWS } from '#cli/provider-shows.ts';
import { providers } from '#shared/providers/index.ts';
import { namesInColumn } from './support/markdown.ts';
import { readText } from './support/sources.ts';

describe('docs/providers.md', () => {
  it('is what "npx node cli/provider-page.ts" writes', () => {
    expect(readText(PROVIDER_PAGE)).toBe(formatProviderPage());
  });

  it('tells of every provider, in the order of the registry', () => {
    expect(namesInColumn(formatProviderPage(), 0)).toEqual(providers.map(({ id }) => id));
  });

  it('tells what is asked on a failure, and what a role needs for it', () => {
    const reason = 'a build is known by its id alone';
    const needs = [
      { actions: ['codebuild:BatchGetReports', 'codebuild:BatchGetBuilds'], resources: ['*'], reason },
      { actions: ['logs:GetLogEvents', 'codebuild:BatchGetBuilds'], resources: ['*'], reason },
    ];
    const asked = { providers: ['Build/CodeBuild'], needs, diagnose: async () => undefined };

    const rows = formatProviderPage([asked]).split('\n');

    const rowOf = (id: string) => rows.find((row) => row.startsWith(`| \`${id}\` |`));
    expect(rowOf('Build/CodeBuild')).toContain(
      '; the end of its log | `codebuild:BatchGetBuilds` `codebuild:BatchGetReports` `logs:GetLogEvents` |',
    );
    expect(rowOf('Test/CodeBuild')).toMatch(/ \| – \|$/);
  });

  it('says what is shown of every kind that somebody is asked about, and of no other', () => {
    const asked = ASKED.flatMap((one) => one.providers);

    expect(Object.keys(SHOWS).toSorted()).toEqual([...new Set([...asked, 'Approval/Manual'])].sort());
    expect(Object.keys(SHOWS).filter((id) => providers.every((provider) => provider.id !== id))).toEqual([]);
  });

  it('has an example in words of every kind whose samples have any', () => {
    const examples = formatProviderPage()
      .split('\n')
      .map((row) => row.split(' | ')[3]);

    expect(examples.filter((example) => example?.startsWith('{'))).toEqual([]);
  });
});
