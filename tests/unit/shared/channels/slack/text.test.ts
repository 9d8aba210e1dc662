import { describe, expect, it } from '@jest/globals';
import { codeBlock, escapeMrkdwn, escapeTo, link, time } from '#shared/channels/slack/text.ts';
import { hostileText } from '#tests/support/hostile-text.ts';
import { fc } from '#tests/support/property.ts';

const FAMILY = '👩‍👩‍👧‍👦';

describe('escapeMrkdwn', () => {
  it('escapes three characters, each once', () => {
    expect(escapeMrkdwn('<!channel> & &lt;')).toBe('&lt;!channel&gt; &amp; &amp;lt;');
  });
});

describe('escapeTo', () => {
  it.each([
    ['fits', 10, 'fits'],
    ['a&b', 7, 'a&amp;b'],
    ['a&b', 6, 'a…'],
    ['&&&', 10, '&amp;…'],
    ['<<<<', 9, '&lt;…'],
    ['abcdef', 4, 'abc…'],
    [`ab${FAMILY}cd`, 8, 'ab…'],
    ['use `npm ci`', 20, "use 'npm ci'"],
    ['&', 1, '…'],
    ['', 5, ''],
  ])('writes %j within %d as %j', (text, max, expected) => {
    expect(escapeTo(text, max)).toBe(expected);
  });

  it('fits, escapes all and cuts only between characters, for any text', () => {
    fc.assert(
      fc.property(hostileText({ maxRepeat: 20 }), fc.integer({ min: 1, max: 400 }), (text, max) => {
        const whole = text.toWellFormed();
        const escaped = escapeTo(whole, max);
        const shown = unescaped(escaped);

        expect(escaped.length).toBeLessThanOrEqual(max);
        expect(escaped).not.toMatch(/[<>`]|&(?!(amp|lt|gt);)/);
        expect(escaped.isWellFormed()).toBe(true);
        if (shown !== whole.replaceAll('`', "'"))
          expect(whole.replaceAll('`', "'")).toContain(shown.slice(0, -1));
      }),
      { numRuns: 200 },
    );
  });
});

describe('link', () => {
  it.each([
    ['https://a.example/', 'here', '<https://a.example/|here>'],
    ['https://a.example/?a=1&b=2', 'a & b', '<https://a.example/?a=1&amp;b=2|a &amp; b>'],
    ['https://a.example/x|y>z', 'p|q>', '<https://a.example/x%7Cy&gt;z|p¦q&gt;>'],
    ['https://a.example/```', '`', "<https://a.example/%60%60%60|'>"],
    [`https://a.example/${'a'.repeat(1000)}`, 'too long to be worth it', 'too long to be worth it'],
  ])('writes %j named %j as one link', (url, label, expected) => {
    expect(link(url, label)).toBe(expected);
  });
});

describe('codeBlock', () => {
  it('keeps lines and formatting characters, and closes where it should', () => {
    expect(codeBlock('a *b*\n`c`\n```<d>', 100)).toBe("```\na *b*\n`c`\n'''&lt;d&gt;\n```");
  });
});

describe('time', () => {
  it('gives Slack the moment, and everyone else the text', () => {
    expect(time(1_772_615_700, '2026-03-04 09:15 <UTC>')).toBe(
      '<!date^1772615700^{date_short_pretty} {time}|2026-03-04 09:15 &lt;UTC&gt;>',
    );
  });
});

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
