import { describe, expect, it } from '@jest/globals';
import { formatMistake, readSettings } from '#shared/config/settings.ts';

const FILE = 'signalbox.yml';

const VALID = `
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
  mail:
    type: sns
    topic: arn:aws:sns:eu-west-1:111122223333:release-mail
routes:
  - match: { pipeline: 'web-*', stage: Deploy, status: [failed, recovered] }
    to: [pipelines, mail]
    continue: true
  - to: pipelines
`;

/** `line: what`, as the mistakes of a file are read. */
function mistakesIn(text: string): readonly string[] {
  return readSettings(text, FILE).mistakes.map(({ line, what }) => `${line}: ${what}`);
}

/** A file with one destination, `mail`, and these routes. */
function withRoutes(...routes: readonly string[]): string {
  const mail = 'mail: { type: sns, topic: "arn:aws:sns:eu-west-1:111122223333:m" }';
  return [`destinations: { ${mail} }`, 'routes:', ...routes.map((route) => `  - ${route}`)].join('\n');
}

describe('readSettings', () => {
  it('gives the settings of a file without mistakes', () => {
    expect(readSettings(VALID, FILE)).toEqual({
      mistakes: [],
      settings: {
        destinations: {
          pipelines: { type: 'slack', channel: '#pipelines', secret: 'signalbox/slack' },
          mail: { type: 'sns', topic: 'arn:aws:sns:eu-west-1:111122223333:release-mail' },
        },
        routes: [
          {
            match: { pipeline: ['web-*'], stage: ['Deploy'], status: ['failed', 'recovered'] },
            to: ['pipelines', 'mail'],
            continue: true,
          },
          { match: {}, to: ['pipelines'], continue: false },
        ],
      },
    });
  });

  it('reports every mistake at once, each with its line, what is wrong and what to do', () => {
    const text = `destinations:
  chat:
    type: slack
    chanel: '#pipelines'
    secret: signalbox/slack
  Mail:
    type: sms
  mail:
    type: sns
    topic: release-mail
route: []
routes:
  - match: { pipelines: web-*, status: broken }
    to: chat
  - to: nobody
    contnue: true
  - match: { status: [] }
`;

    const { settings, mistakes } = readSettings(text, FILE);

    expect(settings).toBeUndefined();
    expect(mistakes.map(({ line, what }) => [line, what])).toEqual([
      [2, 'destination "chat", channel is missing'],
      [4, expect.stringContaining('unknown setting chanel')],
      [6, 'destination "Mail" has a name that queues cannot carry'],
      [7, 'destination "Mail" has the unknown type "sms"'],
      [10, expect.stringContaining('a topic is the ARN of a standard topic')],
      [11, expect.stringContaining('unknown setting route')],
      [13, 'route 1, match.status has the unknown value "broken"'],
      [13, expect.stringContaining('unknown setting pipelines')],
      [15, 'route 2 names the destination "nobody", which does not exist'],
      [16, 'route 2 has the unknown setting contnue'],
      [17, 'route 3, match.status must not be empty'],
      [17, 'route 3, to is missing'],
    ]);
    for (const { file, remedy } of mistakes) {
      expect(file).toBe(FILE);
      expect(remedy).not.toBe('');
    }
  });

  it('reports also what a route with another mistake names, and what no route names', () => {
    const text = `destinations:
  chat: { type: slack, channel: #pipelines
    , secret: s }
  spare: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:s' }
routes:
  - { match: { pipeline: 5 }, to: [chat, nope] }
`;

    expect(readSettings(text, FILE).mistakes.map(({ what, remedy }) => [what, remedy])).toEqual([
      ['destination "chat", channel is empty', expect.stringContaining("'#name'")],
      ['destination "spare" is named by no route, so it would never be told anything', expect.any(String)],
      ['route 1, match.pipeline must be a text or a list of texts', expect.any(String)],
      ['route 1 names the destination "nope", which does not exist', expect.any(String)],
    ]);
  });

  it('reports what is wrong between routes and destinations together', () => {
    const text = `destinations:
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:m' }
  spare: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:s' }
routes:
  - to: mail
  - to: [mail, nobody]
`;

    expect(mistakesIn(text)).toEqual([
      '3: destination "spare" is named by no route, so it would never be told anything',
      '6: route 2 names the destination "nobody", which does not exist',
      '6: route 2 is never reached: route 1 takes all that it matches and does not continue',
    ]);
  });

  it.each([
    ['an empty file', '', [1, 1]],
    ['a comment alone', '# nothing yet', [1, 1]],
    ['text', 'hello', [1]],
    ['a list', '- destinations', [1]],
    ['no routes', 'destinations: {}', [1]],
    ['an empty list of routes', `${withRoutes()} []`, [2]],
    ['destinations that are a list', 'destinations: [slack]\nroutes: [{ to: slack }]', [1]],
    ['routes that are a map', 'destinations: {}\nroutes: { to: mail }', [2]],
    ['a route that is text', withRoutes('mail', '{ to: mail }'), [3]],
    ['a destination that is text', 'destinations: { a: slack }\nroutes: [{ to: a }]', [1]],
  ])('says what is wrong with %s', (_, text, lines) => {
    const { settings, mistakes } = readSettings(text, FILE);

    expect(settings).toBeUndefined();
    expect(mistakes.map(({ line }) => line)).toEqual(lines);
    for (const { what, remedy } of mistakes) expect([what, remedy]).not.toContain('');
  });

  it.each([
    ['a bad indentation', 'destinations:\n  a: 1\n b: 2\n', 3],
    ['an open bracket', 'destinations:\n  a: {type: slack\n', 3],
    ['a tab', 'destinations:\n\ta: 1\n', 2],
    ['two documents', 'destinations: {}\n---\nroutes: []\n', 2],
  ])('names the line of %s', (_, text, line) => {
    const { settings, mistakes } = readSettings(text, FILE);

    expect(settings).toBeUndefined();
    expect(mistakes[0]).toMatchObject({ file: FILE, line, what: expect.stringMatching(/^not YAML: /) });
    expect(mistakes[0]?.remedy).not.toBe('');
  });

  it('refuses references that multiply, before they fill the memory', () => {
    const levels = Array.from({ length: 12 }, (_, index) =>
      index === 0
        ? 'l0: &l0 [a,a,a,a,a,a,a,a,a,a]'
        : `l${index}: &l${index} [${`*l${index - 1},`.repeat(10)}]`,
    );

    const { settings, mistakes } = readSettings(levels.join('\n'), FILE);

    expect(settings).toBeUndefined();
    expect(mistakes).not.toEqual([]);
  });

  it('understands references that a file uses to repeat itself', () => {
    const text = `destinations:
  a: &slack { type: slack, channel: C0123456789, secret: s }
  b: *slack
routes: [{ to: [a, b] }]`;

    expect(readSettings(text, FILE).settings?.destinations).toMatchObject({
      b: { type: 'slack', channel: 'C0123456789' },
    });
  });

  it.each(['__proto__', 'constructor', 'toString', 'prototype'])(
    'takes the name %s for a name like any other that is not allowed',
    (name) => {
      const text = `destinations:
  ok: { type: slack, channel: '#c', secret: s }
  ${name}: { type: slack, channel: '#c', secret: s }
routes: [{ to: ok }]`;

      expect(mistakesIn(text)[0]).toMatch(/^3: .*name/);
      expect(Object.hasOwn(Object.prototype, 'channel')).toBe(false);
    },
  );

  it.each(['__proto__', 'constructor', 'hasOwnProperty'])('does not know %s as a destination', (name) => {
    expect(mistakesIn(withRoutes(`{ to: [mail, ${name}] }`))).toEqual([
      `3: route 1 names the destination "${name}", which does not exist`,
    ]);
  });

  it('refuses members of objects as settings, too', () => {
    expect(mistakesIn(withRoutes('{ to: mail, match: { __proto__: { pipeline: x } } }'))).toHaveLength(1);
    expect(mistakesIn(withRoutes('{ to: mail, __proto__: { continue: true } }'))).toHaveLength(1);
  });

  it('takes 500 routes and refuses 501', () => {
    const routes = Array.from({ length: 501 }, (_, index) => `{ to: mail, match: { pipeline: p-${index} } }`);

    expect(mistakesIn(withRoutes(...routes.slice(1)))).toEqual([]);
    expect(mistakesIn(withRoutes(...routes))).toEqual([expect.stringMatching(/^2: .*routes/)]);
  });

  it('lets nobody ask for snapshots, which are made anyway', () => {
    expect(mistakesIn('destinations: { s: { type: snapshot } }\nroutes: [{ to: s }]')).toEqual([
      '1: destination "s" has the unknown type "snapshot"',
    ]);
  });

  it('reads numbers as names of destinations where they are text in the route', () => {
    const text = `destinations:
  1: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:m' }
routes: [{ to: '1' }]`;

    expect(mistakesIn(text)).toEqual([]);
  });

  it('reads Windows line ends', () => {
    expect(mistakesIn(VALID.replaceAll('\n', '\r\n'))).toEqual([]);
    expect(mistakesIn(VALID.replace('to: pipelines', 'too: pipelines').replaceAll('\n', '\r\n'))[0]).toMatch(
      /^11: /,
    );
  });
});

describe('routes that are never reached', () => {
  it.each([
    ['a route that takes everything', ['{ to: mail }', '{ to: mail, match: { status: failed } }'], [4]],
    [
      'a route that takes every status',
      ['{ to: mail, match: { status: failed } }', '{ to: mail, match: { pipeline: a, status: failed } }'],
      [4],
    ],
    [
      'a route of every pipeline',
      ['{ to: mail, match: { pipeline: "*" } }', '{ to: mail, match: { pipeline: a } }'],
      [4],
    ],
    [
      'the same route',
      ['{ to: mail, match: { pipeline: a, stage: b } }', '{ to: mail, match: { pipeline: a, stage: b } }'],
      [4],
    ],
  ])('are reported: behind %s', (_, routes, lines) => {
    const { mistakes } = readSettings(withRoutes(...routes), FILE);

    expect(mistakes.map(({ line }) => line)).toEqual(lines);
    expect(mistakes[0]).toMatchObject({
      what: 'route 2 is never reached: route 1 takes all that it matches and does not continue',
      remedy: 'move it above route 1, or give route 1 "continue: true"',
    });
  });

  it.each([
    ['one that continues', ['{ to: mail, continue: true }', '{ to: mail }']],
    ['one of other statuses', ['{ to: mail, match: { status: failed } }', '{ to: mail }']],
    ['one of some pipelines', ['{ to: mail, match: { pipeline: "web-*" } }', '{ to: mail }']],
    [
      'one of every pipeline, which takes no notices',
      ['{ to: mail, match: { pipeline: "*" } }', '{ to: mail }'],
    ],
    [
      'one of every pipeline, for notices alone',
      ['{ to: mail, match: { pipeline: "*" } }', '{ to: mail, match: { status: notice } }'],
    ],
    [
      'one of every stage, since not all has a stage',
      ['{ to: mail, match: { stage: "*" } }', '{ to: mail }'],
    ],
  ])('are not seen behind %s', (_, routes) => {
    expect(mistakesIn(withRoutes(...routes))).toEqual([]);
  });
});

describe('formatMistake', () => {
  it('puts the place first, in the form that editors and terminals link', () => {
    expect(formatMistake({ file: 'a.yml', line: 3, what: 'w', remedy: 'r' })).toBe('a.yml:3: w\n    r');
  });
});
