import { describe, expect, it } from '@jest/globals';
import { parseMembers, wordsOfJson } from '#shared/domain/json-words.ts';

describe('wordsOfJson', () => {
  it.each([
    ['members', '{"ticket":"OPS-1","risk":2}', 'ticket: OPS-1, risk: 2'],
    ['members of members', ' {"a":{"b":[1,null]},"c":2}', 'a: (b: 1, null), c: 2'],
    ['what is deeper as JSON', '{"a":{"b":[{"c":1},[2]]}}', 'a: (b: {"c":1}, [2])'],
    ['a list of texts', '{"errors":["p95 1840 ms","5 of 9"]}', 'errors: p95 1840 ms, 5 of 9'],
    [
      'messages with more beside them',
      '{"violations":[{"message":"No utterance","code":"MISSING"},{"message":"Too long"}]}',
      'violations: (No utterance, code: MISSING), (Too long)',
    ],
    ['what is empty', '{"c":"","a":[],"b":{}}', 'c: , a: [], b: {}'],
    ['a secret behind escapes', '{"a":[{"pass\\u0077ord":"x y"}]}', 'a: [{"password":"[redacted]"}]'],
    ['a list', ' ["a", 1, {"b":2}]', 'a, 1, (b: 2)'],
    ['an empty list', '[]', '[]'],
    ['a list that was cut', '["a","b', undefined],
    ['a text that begins like a list', '[GitHub] No branch', undefined],
    ['a prototype', '{"__proto__":"x"}', '__proto__: x'],
    ['what escapes hide', '{"a":"x\\u202ey\\u0000\\ud800"}', 'a: xy\ufffd'],
    ['no member', '{}', undefined],
    ['JSON cut in a text', '{"ticket":"OPS', 'ticket: OPS…'],
    ['JSON cut as a fact is', '{"ticket":"OPS…', 'ticket: OPS…'],
    ['JSON cut in an escape', '{"a":"x, y\\u00', 'a: x, y…'],
    ['JSON cut in a number, which may be larger', '{"a":1,"b":2', 'a: 1, b: …'],
    ['JSON cut in a list', '{"a":{"b":1},"c":[1,{"d":2', 'a: (b: 1), c: …'],
    ['JSON cut in a name', '{"a":1,"b', 'a: 1, …'],
    ['JSON cut after a comma', '{"a":"}",', 'a: }, …'],
    ['JSON cut before any value', '{"ticket":', undefined],
    ['JSON that goes on as text', '{"a":1,"b":2} and so on', undefined],
    ['what looks like JSON', '{"a" is not, "b"', undefined],
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
