import { describe, expect, it } from '@jest/globals';
import { readSettings } from '#shared/config/settings.ts';

/** A file with these rules, from line 5. */
function read(...rules: readonly string[]) {
  return readFile(`approvals:\n${rules.map((rule) => `  - ${rule}`).join('\n')}`);
}

function readFile(approvals: string) {
  return readSettings(
    `destinations:
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:m' }
routes: [{ to: mail }]
${approvals}`,
    'signalbox.yml',
  );
}

/** `line: what`, as the mistakes of a file are read. */
function mistakesIn({ mistakes }: ReturnType<typeof readSettings>): readonly string[] {
  return mistakes.map(({ line, what }) => `${line}: ${what}`);
}

function withFreeze(freeze: string): string {
  return `{ users: [U0ADA00001], freeze: [{ ${freeze} }] }`;
}

describe('approval rules', () => {
  it('are given with what is left out of them', () => {
    const rule = '{ match: { pipeline: web-*, action: [A, B] }, users: [U0ADA00001] }';

    expect(read(rule).settings?.approvals).toEqual([
      {
        match: { pipeline: ['web-*'], action: ['A', 'B'] },
        users: ['U0ADA00001'],
        groups: [],
        votes: 1,
        reason: 'optional',
        ownChange: 'refused',
        unknownAuthor: 'refused',
        freeze: [],
        remind: { everyHours: 24, beforeHours: 4 },
      },
    ]);
  });

  it.each([
    ['an unknown key', '{ users: [U0ADA00001], user: U1 }', 'approval rule 1 has the unknown setting user'],
    [
      'a name in place of a member id',
      '{ users: [U0ADA00001, ada] }',
      'approval rule 1, users.2 cannot be "ada": a user is a Slack member id such as U024BE7LH',
    ],
    [
      'a member id in place of a group',
      '{ groups: [U0ADA00001] }',
      'approval rule 1, groups.1 cannot be "U0ADA00001": a group is a Slack user group id such as S0604QSJC',
    ],
    [
      'more votes than people',
      '{ users: [U0ADA00001], votes: 2 }',
      'approval rule 1 asks for 2 votes and names 1 person',
    ],
    [
      'more votes than people, one of them twice',
      '{ users: [U0ADA00001, U0ADA00001, U0BEN00002], votes: 3 }',
      'approval rule 1 asks for 3 votes and names 2 people',
    ],
    ['nobody', '{ votes: 2 }', 'approval rule 1 names nobody, so nobody could decide'],
    ['no votes', '{ users: [U0ADA00001], votes: 0 }', 'approval rule 1, votes is not right: Too small'],
    ['half a vote', '{ users: [U0ADA00001], votes: 1.5 }', 'approval rule 1, votes is not a whole number'],
    [
      'an unknown word',
      '{ users: [U0ADA00001], ownChange: denied }',
      'approval rule 1, ownChange has the unknown value "denied"',
    ],
    [
      'a time zone that does not exist',
      withFreeze("from: '2026-12-18T18:00', to: '2027-01-04T08:00', zone: Europe/Brelin"),
      'approval rule 1, freeze.1.zone cannot be "Europe/Brelin": a time zone is a name',
    ],
    [
      'an offset in place of a time zone',
      withFreeze("from: '2026-12-18T18:00', to: '2027-01-04T08:00', zone: '+01:00'"),
      'approval rule 1, freeze.1.zone cannot be "+01:00": a time zone is a name',
    ],
    [
      'a freeze that ends before it begins',
      withFreeze("from: '2027-01-04T08:00', to: '2026-12-18T18:00'"),
      'approval rule 1, freeze 1 ends at 2026-12-18T18:00, not after it begins at 2027-01-04T08:00',
    ],
    [
      'a freeze that ends as it begins',
      withFreeze("from: '2027-01-04T08:00', to: '2027-01-04T08:00'"),
      'approval rule 1, freeze 1 ends at 2027-01-04T08:00, not after it begins',
    ],
    [
      'a time with a zone',
      withFreeze("from: '2026-12-18T18:00Z', to: '2027-01-04T08:00'"),
      'approval rule 1, freeze.1.from cannot be "2026-12-18T18:00Z": a time is written 2026-12-18T18:00, without a zone',
    ],
    [
      'a day that no calendar has',
      withFreeze("from: '2026-02-18T18:00', to: '2026-02-30T08:00'"),
      'approval rule 1, freeze.1.to cannot be "2026-02-30T08:00": there is no such day or time',
    ],
    [
      'an hour that no clock shows',
      withFreeze("from: '2026-02-18T25:00', to: '2026-02-20T08:00'"),
      'approval rule 1, freeze.1.from cannot be "2026-02-18T25:00": there is no such day or time',
    ],
  ])('are refused with %s, once', (_, rule, what) => {
    expect(mistakesIn(read(rule))).toEqual([expect.stringContaining(`5: ${what}`)]);
  });

  it.each([
    [
      `{ users: [U0ADA00001], typo: 1, freeze: [{ from: '2027-01-04T08:00', to: '2026-12-18T18:00', zone: Mars, more: 1 }] }`,
      [
        'approval rule 1, freeze.1.zone cannot be "Mars"',
        'approval rule 1, freeze.1 has the unknown setting more',
        'approval rule 1 has the unknown setting typo',
        'approval rule 1, freeze 1 ends at 2026-12-18T18:00',
      ],
    ],
    [
      '{ users: [ada], votes: 2 }',
      ['approval rule 1, users.1 cannot be "ada"', 'approval rule 1 asks for 2 votes and names 1 person'],
    ],
    ['{ users: U0ADA00001, votes: 2 }', ['approval rule 1, users is not a list']],
    ['{ users: [U0ADA00001], votes: many }', ['approval rule 1, votes is not a number']],
  ])('are compared in themselves, whatever else is wrong: %s', (rule, whats) => {
    expect(mistakesIn(read(rule))).toEqual(whats.map((what) => expect.stringContaining(`5: ${what}`)));
  });

  it('that are wrong are all told, each with its line', () => {
    expect(mistakesIn(read('{ users: [U0ADA00001] }', '{ votes: 3 }', 'nobody'))).toEqual([
      '6: approval rule 2 names nobody, so nobody could decide',
      '7: approval rule 3 is not a mapping of settings',
    ]);
  });

  it.each(['UTC', 'Europe/Berlin', 'Europe/Kyiv', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires'])(
    'take the time zone %s',
    (zone) => {
      const freeze = withFreeze(`from: '2026-12-18T18:00', to: '2027-01-04T08:00', zone: ${zone}`);

      expect(mistakesIn(read(freeze))).toEqual([]);
    },
  );

  it('may ask for more votes than people where groups are named, whose members only Slack knows', () => {
    expect(mistakesIn(read('{ groups: [S0RELEASERS], votes: 3 }'))).toEqual([]);
  });

  it.each([
    ['text', 'approvals: everybody', '4: approvals is not a list'],
    ['nothing', 'approvals:', '4: approvals is empty'],
  ])('are a list, not %s', (_, approvals, what) => {
    expect(mistakesIn(readFile(approvals))).toEqual([expect.stringContaining(what)]);
  });
});
