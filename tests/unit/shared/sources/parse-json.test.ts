import { describe, expect, it } from '@jest/globals';
import { parseJson } from '#shared/sources/parse-json.ts';

const DEEP = 200;

describe('parseJson', () => {
  it('reads what is nested as deep as it may be, and refuses one more', () => {
    const nested = (depth: number) => '[{"a":'.repeat(depth / 2) + 0 + '}]'.repeat(depth / 2);

    expect(JSON.stringify(parseJson(nested(DEEP)))).toBe(nested(DEEP));
    expect(() => parseJson(`[${nested(DEEP)}]`)).toThrow('nested more than 200 deep');
  });

  it.each(['[', '{', '"[', '\\"[', '\\\\'])('counts no brackets in a text (%j)', (part) => {
    const texts = [part.repeat(1000), 'end'];

    expect(parseJson(JSON.stringify(texts))).toEqual(texts);
  });

  it('counts brackets that closed no more', () => {
    const flat = JSON.stringify(Array.from({ length: 1000 }, () => [{}]));

    expect(parseJson(flat)).toHaveLength(1000);
  });

  it('refuses what no queue could hold, and repeats nothing of it', () => {
    const text = `"${'x'.repeat(2 ** 20)}"`;

    expect(() => parseJson(text)).toThrow('a message has 1048578 characters, more than 1048576');
  });
});
