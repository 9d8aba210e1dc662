import { describe, expect, it } from '@jest/globals';
import { readSettings } from '#shared/config/settings.ts';

const SNS = "{ type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:m' }";

/** `line: what`, as the mistakes of a file are read. */
function mistakesIn(text: string): readonly string[] {
  return readSettings(text, 'signalbox.yml').mistakes.map(({ line, what }) => `${line}: ${what}`);
}

describe('what a parser of YAML would stop at', () => {
  it('hides nothing else', () => {
    const text = `destinations:
  a: ${SNS}
  a: ${SNS}
routes:
  - match: { pipeline: *-web }
    to: [a, nowhere]
    cotinue: true
typo: 1
`;

    expect(mistakesIn(text)).toEqual([
      '3: "a" is written here and in line 2',
      '5: *-web refers to nothing: what starts with * is a reference unless it has quotes',
      '6: route 1 names the destination "nowhere", which does not exist',
      '7: route 1 has the unknown setting cotinue',
      '8: the file has the unknown setting typo',
    ]);
  });

  it.each([
    ['a pattern in braces', '{ pipeline: *-prod }', '*-prod'],
    ['a pattern in a list', '{ pipeline: [*-prod, web] }', '*-prod'],
    ['a star alone', '\n      pipeline: *', '*'],
    ['a pattern with stars at both ends', '{ pipeline: *-web* }', '*-web*'],
  ])('has a remedy of its own: %s without quotes', (_, match, pattern) => {
    const text = `destinations: { a: ${SNS} }\nroutes:\n  - to: a\n    match: ${match}\n`;

    expect(readSettings(text, 'f').mistakes).toEqual([
      {
        file: 'f',
        line: match.startsWith('\n') ? 5 : 4,
        what: expect.stringContaining(`${pattern} refers to nothing`),
        remedy: `put quotes round it: '${pattern}'`,
      },
    ]);
  });

  it('takes the last of two of the same name, as YAML does, and looks into that', () => {
    const text = `destinations:
  a: ${SNS}
  1: ${SNS}
  '1':
    type: sms
routes: [{ to: [a, '1'], to: [a, '1'] }]
`;

    expect(mistakesIn(text)).toEqual([
      '4: "1" is written here and in line 3',
      '5: destination "1" has the unknown type "sms"',
      '6: "to" is written twice in this line',
    ]);
  });

  it('says all that it finds of a file that is no YAML, and nothing of what it may mean', () => {
    expect(mistakesIn('typo: *-x\na: 1\na: 2\nroutes:\n  - to: [\n')).toEqual([
      '1: *-x refers to nothing: what starts with * is a reference unless it has quotes',
      '3: "a" is written here and in line 2',
      expect.stringMatching(/^[56]: not YAML: /),
    ]);
  });
});
