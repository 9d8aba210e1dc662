import { describe, expect, it } from '@jest/globals';
import { parseMembers, wordsOfJson } from '#shared/domain/json-words.ts';

describe('wordsOfJson', () => {
  it.each([
    ['members', '{"ticket":"OPS-1","risk":2}', 'ticket: OPS-1, risk: 2'],
    ['members of members', ' {"a":{"b":[1,null]}}', 'a: {"b":[1,null]}'],
    ['a prototype', '{"__proto__":"x"}', '__proto__: x'],
    ['what escapes hide', '{"a":"x\\u202ey\\u0000\\ud800"}', 'a: xy\ufffd'],
    ['no member', '{}', undefined],
    ['JSON cut in a text', '{"ticket":"OPS', 'ticket: OPS…'],
    ['JSON cut as a fact is', '{"ticket":"OPS…', 'ticket: OPS…'],
    ['JSON cut in an escape', '{"a":"x, y\\u00', 'a: x, y…'],
    ['JSON cut in a number, which may be larger', '{"a":1,"b":2', 'a: 1, b: …'],
    ['JSON cut in a list', '{"a":{"b":1},"c":[1,{"d":2', 'a: {"b":1}, c: …'],
    ['JSON cut in a name', '{"a":1,"b', 'a: 1, …'],
    ['JSON cut after a comma', '{"a":"}",', 'a: }, …'],
    ['JSON cut before any value', '{"ticket":', undefined],
    ['JSON that goes on as text', '{"a":1,"b":2} and so on', undefined],
    ['what looks like JSON', '{"a" is not, "b"', undefined],
    ['a list', '[1]', undefined],
    ['text in braces', '{ui} fix it', undefined],
    ['nothing', '', undefined],
  ])('words %s', (_, text, words) => {
    expect(wordsOfJson(text)).toBe(words);
  });
});

describe('parseMembers', () => {
  it('keeps the order of the text', () => {
    expect(parseMembers('{"b":1,"a":"2"}')).toEqual([
      ['b', 1],
      ['a', '2'],
    ]);
  });

  it('reads cut JSON of 300 KB in no time', () => {
    const started = performance.now();

    for (const text of [`{"a":"${'\\"é, '.repeat(60_000)}`, '{"a":1,'.repeat(40_000)]) parseMembers(text);

    expect(performance.now() - started).toBeLessThan(400);
  });
});
