import { describe, expect, it } from '@jest/globals';
import { findHost, isCommitSummary, parseSourceSummary } from '#shared/sources/source-summary.ts';
import { fc } from '#tests/support/property.ts';

describe('parseSourceSummary', () => {
  it.each([
    ['plain text', 'Fix the login\n', 'Fix the login\n'],
    ['nothing', '', ''],
    ['what S3 says of a version', 'Amazon S3 version id: null', ''],
    ['plain text that starts with a brace', '{ui} fix the login', '{ui} fix the login'],
    ['a brace alone', '{', ''],
    [
      'the JSON of a connection',
      '{"ProviderType":"GitHub","CommitMessage":"Fix \\"it\\"\\n\\nMore"}',
      'Fix "it"\n\nMore',
    ],
    ['JSON after white space', ' \n{"CommitMessage":"Fix it"}', 'Fix it'],
    ['JSON without a message', '{"ProviderType":"GitHub"}', ''],
    ['JSON whose message is no text', '{"CommitMessage":null}', ''],
    ['JSON with a prototype', '{"__proto__":{"CommitMessage":"evil"}}', ''],
    ['JSON cut in the message', '{"ProviderType":"GitHub","CommitMessage":"Fix the log', 'Fix the log'],
    ['JSON cut before the message', '{"ProviderType":"GitHub","Commit', ''],
    ['JSON cut after the message', '{"CommitMessage":"Fix it","ProviderType":"Gi', 'Fix it'],
    ['JSON cut in an escape', '{"CommitMessage":"Fix it\\', 'Fix it'],
    ['JSON cut in the code of a character', '{"CommitMessage":"Fix it\\u00', 'Fix it'],
    ['JSON cut within a pair of characters', '{"CommitMessage":"Fix it \\ud83d', 'Fix it '],
    ['JSON cut, with escapes', '{"CommitMessage":"a\\tb\\n\\u00e9\\/\\"', 'a\tb\né/"'],
  ])('reads %s', (_, summary, message) => {
    expect(parseSourceSummary(summary)).toBe(message);
  });

  it('gives the beginning of the message wherever the JSON is cut, and all of it where nothing is missing', () => {
    const message = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('Fix "quotes" and \\ slashes\n\tmore', '🙂 done', '"CommitMessage":"nested"'),
    );
    fc.assert(
      fc.property(message, fc.boolean(), (text, asciiOnly) => {
        const json = JSON.stringify({ ProviderType: 'GitHub', CommitMessage: text, Author: 'A' });
        const summary = asciiOnly ? json.replace(/[^\x20-\x7e]/g, toEscape) : json;

        for (let end = 0; end < summary.length; end += 1) {
          const found = parseSourceSummary(summary.slice(0, end));
          expect(text.startsWith(found)).toBe(true);
        }
        expect(parseSourceSummary(summary)).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('reads a cut summary of 300 KB in no time', () => {
    const started = performance.now();

    const found = parseSourceSummary(`{"CommitMessage":"${'\\"é '.repeat(75_000)}`);

    expect(found.length).toBe(225_000);
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe('findHost', () => {
  it.each([
    ['JSON', '{"ProviderType":"GitHub","CommitMessage":"Fix it"}', 'GitHub'],
    ['JSON with white space', ' { "ProviderType" : "BitBucket" }', 'BitBucket'],
    [
      'JSON in another order',
      '{"CommitMessage":"Fix it","ProviderType":"GitLabSelfManaged"}',
      'GitLabSelfManaged',
    ],
    ['JSON cut in the message', '{"ProviderType":"GitLab","CommitMessage":"Fix the log', 'GitLab'],
    ['JSON cut in the host', '{"ProviderType":"GitLabSelf', undefined],
    ['JSON without a host', '{"CommitMessage":"Fix it"}', undefined],
    ['a host that is no text', '{"ProviderType":7}', undefined],
    ['a message that quotes such JSON', '{"CommitMessage":"\\"ProviderType\\":\\"GitHub\\""}', undefined],
    ['plain text', 'Send "ProviderType":"GitHub"', undefined],
    ['nothing', '', undefined],
  ])('in %s', (_, summary, host) => {
    expect(findHost(summary)).toBe(host);
  });
});

describe('isCommitSummary', () => {
  it.each([
    ['JSON', '{"ProviderType":"GitHub","CommitMessage":"Fix it"}', true],
    ['JSON in another order', ' {"CommitMessage":null,"ProviderType":"GitHub"}', true],
    ['JSON cut in the message', '{"ProviderType":"GitHub","CommitMessage":"{\\"Error\\":\\"x', true],
    ['JSON cut in the host', '{"ProviderType":"Git', true],
    ['JSON cut in a name', '{"ProviderType":"GitHub","Com', true],
    ['JSON with an error', '{"ProviderType":"GitHub","Error":"x"}', false],
    ['JSON with an error that was cut', '{"ProviderType":"GitHub","Error":"x', false],
    ['an empty object', '{}', false],
    ['text', '[GitHub] No branch', false],
    ['nothing', '', false],
  ])('of %s', (_, summary, expected) => {
    expect(isCommitSummary(summary)).toBe(expected);
  });
});

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
