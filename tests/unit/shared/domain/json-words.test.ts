import { describe, expect, it } from '@jest/globals';
import { parseMembers, wordsOfJson } from '#shared/domain/json-words.ts';

describe('wordsOfJson', () => {
  it.each([
    ['members', '{"ticket":"OPS-1","risk":2}', 'ticket: OPS-1, risk: 2'],
    ['members of members', ' {"a":{"b":[1,null]}}', 'a: {"b":[1,null]}'],
    ['a prototype', '{"__proto__":"x"}', '__proto__: x'],
    ['what escapes hide', '{"a":"x\\u202ey\\u0000\\ud800"}', 'a: xy\ufffd'],
    ['no member', '{}', undefined],
    ['JSON that was cut', '{"ticket":"OPS', undefined],
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
});
