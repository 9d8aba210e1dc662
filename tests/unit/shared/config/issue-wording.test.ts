import { describe, expect, it } from '@jest/globals';
import { readSettings } from '#shared/config/settings.ts';

const WEBHOOK = ['https://hooks.slack.com/services', 'T00000000', 'B00000000', 'x'.repeat(24)].join('/');

function read(destination: string, route: string) {
  return readSettings(`destinations: { a: ${destination} }\nroutes:\n  - ${route}\n`, 'f').mistakes;
}

function mistakesIn(route: string) {
  return read("{ type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:m' }", route);
}

describe('a wrong value', () => {
  it('is told for each item of a list, with what was likely meant', () => {
    const told = mistakesIn('{ to: a, match: { status: [failled, Faild, succeeded, 5, broken] } }');

    expect(told.map(({ what, remedy }) => [what, remedy])).toEqual([
      [
        'route 1, match.status has the unknown value "failled"',
        expect.stringMatching(/^did you mean failed\? use one of /),
      ],
      [
        'route 1, match.status has the unknown value "Faild"',
        expect.stringMatching(/^did you mean failed\? /),
      ],
      ['route 1, match.status has the unknown value "5"', expect.stringMatching(/^use one of /)],
      ['route 1, match.status has the unknown value "broken"', expect.stringMatching(/^use one of /)],
    ]);
  });

  it.each([
    ['{ status: }', 'route 1, match.status is empty'],
    ['{ status: {} }', 'route 1, match.status has a value that is not known'],
    ['{ pipeline: 5 }', 'route 1, match.pipeline must be a text or a list of texts'],
    ['{ pipeline: [web, 5] }', 'route 1, match.pipeline.2 is not a text'],
    ["{ pipeline: '' }", 'route 1, match.pipeline must not be empty'],
    ['{ pipeline: [] }', 'route 1, match.pipeline must not be empty'],
  ])('is told of %s', (match, what) => {
    expect(mistakesIn(`{ to: a, match: ${match} }`).map((mistake) => mistake.what)).toEqual([what]);
  });

  it('is told beside the destination that was likely meant', () => {
    const text = `destinations: { pipelines: { type: slak } }\nroutes: [{ to: piplines }]`;

    expect(readSettings(text, 'f').mistakes.map(({ remedy }) => remedy)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^did you mean slack\? use one of /),
        'did you mean pipelines? use one of pipelines, or define it under destinations',
      ]),
    );
  });

  it.each([
    ['a secret', `{ type: slack, channel: '#c', secret: 'canary of a secret' }`, '{ to: a }'],
    ['an address in the place of a secret', `{ type: slack-webhook, secret: '${WEBHOOK}' }`, '{ to: a }'],
    [
      'an address in the place of a channel',
      `{ type: slack, channel: '${WEBHOOK}', secret: s }`,
      '{ to: a }',
    ],
    ['an address in the place of a type', `{ type: '${WEBHOOK}' }`, '{ to: a }'],
    [
      'an address in the place of a destination',
      '{ type: slack, channel: C0123456789, secret: s }',
      `{ to: [a, '${WEBHOOK}'] }`,
    ],
    [
      'a token in the place of a status',
      '{ type: slack, channel: C0123456789, secret: s }',
      `{ to: a, match: { status: ${['xoxb', '1'.repeat(12), 'canary'.repeat(4)].join('-')} } }`,
    ],
  ])('is not repeated where it may be a secret: %s', (_, destination, route) => {
    const told = JSON.stringify(read(destination, route));

    expect(told).not.toBe('[]');
    expect(told).not.toMatch(/canary|x{24}|T00000000/);
  });
});
