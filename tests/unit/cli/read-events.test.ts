import { describe, expect, it } from '@jest/globals';
import { parseEvents } from '#cli/read-events.ts';

const FILE = 'events.json';

function events(text: string) {
  return parseEvents(text, FILE).map((event) => ('raw' in event ? event.raw : event.error));
}

describe('parseEvents', () => {
  it.each([
    ['one event', '{"id":1}', [{ id: 1 }]],
    ['one event over several lines', '{\n  "id": 1\n}\n', [{ id: 1 }]],
    ['an array', '[{"id":1},{"id":2}]', [{ id: 1 }, { id: 2 }]],
    ['an empty array', '[]', []],
    ['an event a line', '{"id":1}\n{"id":2}\n', [{ id: 1 }, { id: 2 }]],
    ['empty lines between', '\n{"id":1}\n\n  \n{"id":2}', [{ id: 1 }, { id: 2 }]],
    ['Windows line ends', '{"id":1}\r\n{"id":2}\r\n', [{ id: 1 }, { id: 2 }]],
    ['a byte order mark', '\ufeff{"id":1}', [{ id: 1 }]],
    ['a byte order mark before lines', '\ufeff{"id":1}\n{"id":2}', [{ id: 1 }, { id: 2 }]],
    ['what is no event', '7', [7]],
    ['a string', '"text"', ['text']],
  ])('reads %s', (_, text, expected) => {
    expect(events(text)).toEqual(expected);
  });

  it('counts events from 0, lines that are not empty among them', () => {
    expect(parseEvents('{"a":1}\n\n{"b":\n{"c":3}', FILE)).toEqual([
      { file: FILE, index: 0, raw: { a: 1 } },
      { file: FILE, index: 1, error: expect.stringMatching(/^not JSON: /) },
      { file: FILE, index: 2, raw: { c: 3 } },
    ]);
  });

  it.each([
    ['nothing', '', 'the file is empty'],
    ['white space', ' \n\n', 'the file is empty'],
    ['a cut event', '{"id": 1, "detail":', 'not JSON: the end is missing'],
    ['a cut string', '{"id": "abc', 'not JSON: the end is missing'],
    ['text', 'canary', 'not JSON: it is something else'],
    ['HTML', '<html>canary</html>', 'not JSON: it is something else'],
    ['a comma too many', '{"id": 1,}', 'not JSON: at position 9 (line 1 column 10)'],
    ['single quotes', "{'id': 1}", 'not JSON: at position 1 (line 1 column 2)'],
    [
      'a broken event over several lines',
      '{\n  "id": 1\n  "b": "canary"\n}',
      'not JSON: at position 14 (line 3 column 3)',
    ],
  ])('says what is wrong with %s, once, and quotes nothing of it', (_, text, error) => {
    expect(parseEvents(text, FILE)).toEqual([{ file: FILE, index: 0, error }]);
  });
});
