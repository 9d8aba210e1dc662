import { describe, expect, it } from '@jest/globals';
import { cleanText } from '#shared/domain/clean-text.ts';
import { hostileText } from '#tests/support/hostile-text.ts';
import { fc } from '#tests/support/property.ts';

const ESC = '\u001b';

describe('cleanText', () => {
  it.each([
    ['colors', `${ESC}[1;38;5;196mfailed${ESC}[0m`, 'failed'],
    ['movements of the cursor', `a${ESC}[2K${ESC}[1Gb${ESC}[?25l`, 'ab'],
    ['links, whose text stays', `${ESC}]8;;https://x.example/${ESC}\\here${ESC}]8;;\u0007`, 'here'],
    ['titles of windows', `${ESC}]0;make\u0007built`, 'built'],
    ['choices of a character set', `${ESC}(B${ESC}=done`, 'done'],
    ['the beginning of what has no end', `${ESC}]8;;https://x.example/`, '8;;https://x.example/'],
    ['carriage returns and bells', 'one\r\ntwo\u0007', 'one\ntwo'],
  ])('leaves out %s', (_, text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  it('leaves nothing that a terminal would obey', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(hostileText(), fc.constantFrom(ESC, '[', ']', '31m', '\u0007'))),
        (parts) => {
          const cleaned = cleanText(parts.join(''));

          // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
          expect(cleaned).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
          expect(cleaned.isWellFormed()).toBe(true);
          expect(cleanText(cleaned)).toBe(cleaned);
        },
      ),
    );
  });
});
