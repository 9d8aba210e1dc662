import { describe, expect, it } from '@jest/globals';
import { parseExcerpt } from '#shared/domain/excerpt.ts';
import { excerpt, toExcerptFact } from '#shared/enrichment/excerpt.ts';
import { HOSTILE_FRAGMENTS, hostileText } from '#tests/support/hostile-text.ts';
import { PLANTED, PRIVATE_KEY } from '#tests/support/planted-secrets.ts';
import { fc } from '#tests/support/property.ts';

const ESC = '\u001b';
// biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
const UNSAFE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const AGENT = '[Container] 2026/03/04 09:15:00.123456 ';

function numbered(count: number, word = 'step'): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);
}

describe('excerpt', () => {
  it('shows what went wrong of a build that CodeBuild ran', () => {
    const log = [
      `${AGENT}Entering phase BUILD\n`,
      `${AGENT}Running command npm test\n`,
      '\n',
      '> web-shop@1.0.0 test\n',
      `${ESC}[1m${ESC}[31mFAIL${ESC}[39m${ESC}[22m src/tax.test.ts\n`,
      '  ● checkout › adds tax\n',
      '\n',
      '    Expected: 120\n',
      '    Received: 100\n',
      'Tests:       1 failed, 119 passed, 120 total\n',
      `${AGENT}Command did not exit successfully npm test exit status 1\n`,
      `${AGENT}Phase complete: BUILD State: FAILED\n`,
      `${AGENT}Phase context status code: COMMAND_EXECUTION_ERROR Message: Error while executing command: npm test. Reason: exit status 1\n`,
      `${AGENT}Entering phase POST_BUILD\n`,
      `${AGENT}Phase complete: POST_BUILD State: SUCCEEDED\n`,
      `${AGENT}Phase context status code:  Message: \n`,
    ];

    expect(excerpt(log)).toEqual([
      'Running command npm test',
      '> web-shop@1.0.0 test',
      'FAIL src/tax.test.ts',
      '  ● checkout › adds tax',
      '    Expected: 120',
      '    Received: 100',
      'Tests:       1 failed, 119 passed, 120 total',
      'Command did not exit successfully npm test exit status 1',
    ]);
  });

  it.each([
    ['colors', [`${ESC}[31mred${ESC}[0m`], ['red']],
    ['what a carriage return draws over', ['10 %\r50 %\rdone 100\r\n'], ['done 100']],
    ['what an escape sequence draws over', [`one${ESC}[2K${ESC}[1Gtwo`], ['two']],
    ['a line that was only wiped', [`told\r${ESC}[K`], ['told']],
    [
      'times of the log agent',
      ['2026-03-04T09:15:00.123Z one', '[2026-03-04 09:15:01,5] two', '2026/03/04 09:15:02 three'],
      ['one', 'two', 'three'],
    ],
    ['blank lines', ['', ' \t ', 'one', '\n\n'], ['one']],
    ['lines without a word', ['-----', '======', '{', '    ^^^^', 'one'], ['one']],
    ['levels without a word', ['[INFO] ', '[INFO] -----', '[ERROR]', '[INFO] one'], ['[INFO] one']],
    ['repeated lines, but the last of each', ['b', 'a', 'b', 'b'], ['a', 'b']],
    ['bars', ['[=====>    ] 45', '█████░░░░ 12', 'one'], ['one']],
    ['shares', ['Receiving objects:  45% (12/34)', 'remote: 99% (1/2)', ' 85.5% ', 'one'], ['one']],
    ['speeds', ['3.2 MB/s eta 0:00:01', '100 12 100 0 --:--:-- 12', 'Downloading x.jar', 'one'], ['one']],
    ['spinners', ['⠙ installing', 'one'], ['one']],
    ['base64', ['QUJD'.repeat(20), 'one'], ['one']],
  ])('leaves out %s', (_, log, expected) => {
    expect(excerpt(log)).toEqual(expected);
  });

  it.each([
    'Coverage for lines (62%) does not meet the threshold (80%)',
    '    at Object.<anonymous> (src/tax.test.ts:14:9)',
    `sha256 ${'0f1e2d3c'.repeat(8)} does not match`,
    'Downloading x.jar failed',
    '[ERROR] 3.2 MB/s is too slow',
    'もう一度やり直してください',
  ])('keeps: %s', (line) => {
    expect(excerpt([line])).toEqual([line]);
  });

  it('keeps the hash of a file on a line of its own', () => {
    expect(excerpt(['0f1e2d3c'.repeat(8)])).toEqual(['0f1e2d3c'.repeat(8)]);
  });

  it('shows the end where nothing looks like an error', () => {
    expect(excerpt([...numbered(50), '0 errors, 0 failed', 'no errors'])).toEqual([
      ...numbered(50).slice(-18),
      '0 errors, 0 failed',
      'no errors',
    ]);
  });

  it('shows the last errors with the lines around them rather than the end', () => {
    const log = [
      'error: an old one',
      ...numbered(30, 'compile'),
      'error: first',
      'because of this',
      'error: second',
      ...numbered(40, 'clean up'),
    ];

    expect(excerpt(log)).toEqual([
      'compile 29',
      'compile 30',
      'error: first',
      'because of this',
      'error: second',
      ...numbered(15, 'clean up'),
    ]);
  });

  it('shows all twenty lines also when the last one is the error', () => {
    expect(excerpt([...numbered(50), 'error'])).toEqual([...numbered(50).slice(-19), 'error']);
  });

  it('cuts a line to 200 bytes, where a character ends', () => {
    const [long, wide] = excerpt([`a${'x'.repeat(500)}`, '税'.repeat(100)]);

    expect(long).toBe(`a${'x'.repeat(196)}…`);
    expect(wide).toBe(`${'税'.repeat(65)}…`);
  });

  it('gives up the lines that are farthest from the last error when all together are too long', () => {
    const long = (word: string) => numbered(12, word).map((line) => line.padEnd(190, '.'));

    const shown = excerpt([...long('before'), 'error', ...long('after')]);

    expect(shown.length).toBeGreaterThan(10);
    expect(shown).toContain('error');
    expect(shown.at(0)).toMatch(/^before/);
    expect(shown.at(-1)).toMatch(/^after/);
  });

  it('is nothing where there is nothing to show', () => {
    expect(excerpt([])).toEqual([]);
    expect(toExcerptFact(['', '-----', `${AGENT}Entering phase BUILD`])).toBeUndefined();
  });

  it('is a fact that is read as it was', () => {
    expect(parseExcerpt(toExcerptFact(['error: "a\\b"', '\tat c']) ?? '')).toEqual([
      'error: "a\\b"',
      '\tat c',
    ]);
  });

  it('keeps every limit for any log', () => {
    const log = fc.array(fc.oneof(hostileText({ maxRepeat: 40 }), fc.constant('error: no')), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(log, (messages) => {
        const shown = excerpt(messages);

        expect(shown.length).toBeLessThanOrEqual(20);
        expect(shown.every((line) => line.length <= 200 && line.isWellFormed())).toBe(true);
        expect(Buffer.byteLength(JSON.stringify(shown))).toBeLessThanOrEqual(2500);
        expect(shown.join('')).not.toMatch(UNSAFE);
        expect(new Set(shown).size).toBe(shown.length);
      }),
    );
  });

  it('takes 10,000 hostile lines, each read once', () => {
    let reads = 0;
    const lines = Array.from({ length: 10_000 }, (_, index) =>
      `${HOSTILE_FRAGMENTS[index % HOSTILE_FRAGMENTS.length]}${index}`.repeat(20),
    );
    const counted = new Proxy(lines, {
      get(target, name, receiver) {
        if (/^\d+$/.test(String(name))) reads += 1;
        return Reflect.get(target, name, receiver);
      },
    });

    expect(excerpt(counted).length).toBeGreaterThan(5);
    expect(reads).toBe(10_000);
  });
});

const AROUND = fc.array(
  fc.constantFrom(
    'error: no',
    'npm ERR! code 1',
    'compiled',
    'told\rdrawn',
    '',
    `${AGENT}Running command a`,
    '  at b',
  ),
  { maxLength: 30 },
);

describe('a secret in a log', () => {
  it('is not shown where the line before names it', () => {
    const log = [
      '"environment": [',
      '"name": "DB_PASSWORD",',
      '"value": "canary"',
      '- name: MODE',
      '  value: x',
    ];

    expect(excerpt(log)).toEqual([
      '"environment": [',
      '"name": "DB_PASSWORD",',
      '"value": "[redacted]"',
      '- name: MODE',
      '  value: x',
    ]);
  });

  const before = fc.constantFrom(0, 1, 20, 100, 150, 180, 190, 195, 199, 250, 3900, 3980, 3990, 4100);

  it.each(PLANTED)('is not shown, wherever it stands: $what', ({ line, secret }) => {
    const start = secret.slice(0, 10);
    fc.assert(
      fc.property(AROUND, AROUND, before, (above, below, length) => {
        const planted = length === 0 ? line : `${'x'.repeat(length)} ${line}`;
        const shown = excerpt([...above, planted, ...below]).join('\n');

        expect(shown).not.toContain(start);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['a message each', (key: readonly string[]) => key],
    ['one message', (key: readonly string[]) => [key.join('\n')]],
    ['lines of Windows', (key: readonly string[]) => key.map((line) => `${line}\r\n`)],
    ['lines with times', (key: readonly string[]) => key.map((line) => `2026-03-04T09:15:00Z ${line}`)],
    ['lines with colors', (key: readonly string[]) => key.map((line) => `${ESC}[2m${line}${ESC}[0m`)],
    ['lines after a word', (key: readonly string[]) => key.map((line) => `web | ${line}`)],
    ['a line with breaks written out', (key: readonly string[]) => [key.join('\\n')]],
    ['without its end', (key: readonly string[]) => key.slice(0, -1)],
    ['without its beginning', (key: readonly string[]) => key.slice(1)],
    ['without both', (key: readonly string[]) => key.slice(1, -2)],
    ['two after each other', (key: readonly string[]) => [...key, ...key]],
    [
      'broken by a line of somebody else',
      (key: readonly string[]) => key.toSpliced(3, 0, 'error: meanwhile'),
    ],
  ])('is not shown as a private key in %s', (_, write) => {
    fc.assert(
      fc.property(AROUND, AROUND, (above, below) => {
        const shown = excerpt([...above, ...write(PRIVATE_KEY), ...below]).join('\n');

        expect(shown).not.toMatch(/CANARY|Q2FuYXJ5/);
      }),
      { numRuns: 30 },
    );
  });

  it('is not shown in half where the search for it ends', () => {
    for (let length = 3940; length < 4000; length += 1) {
      const line = `password="${'x'.repeat(length)}" AKIAQ3EGRIT7CANARYXY ${'x'.repeat(200)}`;

      expect(excerpt([line]).join('')).not.toMatch(/AKIA|x/);
    }
  });

  it('costs only the lines of the key', () => {
    expect(excerpt(['error: before', ...PRIVATE_KEY, 'after'])).toEqual([
      'error: before',
      '[redacted]',
      'after',
    ]);
    expect(excerpt(['error: before', ...PRIVATE_KEY.slice(1), 'after'])).toEqual(['error: before', 'after']);
  });

  it('does not cost what stands after a key that never ends', () => {
    const log = [...PRIVATE_KEY.slice(0, -1), ...numbered(300), 'error: after'];

    expect(excerpt(log).at(-1)).toBe('error: after');
  });
});
