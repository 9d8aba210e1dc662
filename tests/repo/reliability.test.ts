import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ROWS } from '#tests/faults/support/rows.ts';

const PAGE = readFileSync('docs/reliability.md', 'utf8');

describe('docs/reliability.md', () => {
  it.each(ROWS)('gives a figure for $id, and the tests that measured it', ({ id, tests }) => {
    const row = PAGE.split('\n').find((line) => line.startsWith(`| ${id} |`)) ?? '';
    const measured = row.split(' | ').at(-1)?.replace(/ \|$/, '') ?? '';

    expect(measured).not.toMatch(/^(not measured)?$/);
    expect(tests.filter((name) => !row.includes(`(../tests/faults/${name}.test.ts)`))).toEqual([]);
    expect(tests.filter((name) => !existsSync(`tests/faults/${name}.test.ts`))).toEqual([]);
  });
});
