import { describe, expect, it } from '@jest/globals';
import { readSettings } from '#shared/config/settings.ts';

const BEFORE = `destinations: { pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack } }
routes: [{ to: pipelines }]
controls:`;

function read(...rules: readonly string[]) {
  return readSettings([BEFORE, ...rules.map((rule) => `  - ${rule}`)].join('\n'), 'signalbox.yml');
}

function mistakesIn(...rules: readonly string[]): readonly string[] {
  return read(...rules).mistakes.map(({ line, what }) => `${line}: ${what}`);
}

describe('controls in signalbox.yml', () => {
  it('are settings when they are right', () => {
    const { settings, mistakes } = read(
      "{ match: { pipeline: 'web-*', stage: Build }, users: [U0ADA00001], actions: retry }",
      '{ groups: [S0RELEASERS] }',
    );

    expect(mistakes).toEqual([]);
    expect(settings?.controls).toEqual([
      {
        match: { pipeline: ['web-*'], stage: ['Build'] },
        users: ['U0ADA00001'],
        groups: [],
        actions: ['retry'],
      },
      { match: {}, users: [], groups: ['S0RELEASERS'], actions: ['retry', 'rollback', 'stop', 'silence'] },
    ]);
  });

  it.each([
    ['{ actions: [retry] }', '4: control rule 1 names nobody, so it allows nothing'],
    [
      '{ users: [ada] }',
      '4: control rule 1, users.1 cannot be "ada": a user is a Slack member id such as U024BE7LH',
    ],
    [
      '{ groups: [releasers] }',
      '4: control rule 1, groups.1 cannot be "releasers": a group is a Slack user group id such as S0604QSJC',
    ],
    ['{ users: [U0ADA00001], actions: [start] }', '4: control rule 1, actions has the unknown value "start"'],
    ['{ users: [U0ADA00001], action: [stop] }', '4: control rule 1 has the unknown setting action'],
    [
      '{ match: { action: Test }, users: [U0ADA00001] }',
      '4: control rule 1, match has the unknown setting action',
    ],
    [
      '{ match: { stage: Build }, users: [U0ADA00001], actions: [stop, silence] }',
      '4: control rule 1 is for stages, and none of its actions (stop, silence) has one',
    ],
  ])('are refused as %s', (rule, mistake) => {
    expect(mistakesIn(rule)).toEqual([mistake]);
  });

  it('are compared in themselves, whatever else is wrong', () => {
    expect(mistakesIn('{ match: { stage: Build, typo: 1 }, actions: [stop] }')).toEqual([
      '4: control rule 1, match has the unknown setting typo',
      '4: control rule 1 names nobody, so it allows nothing',
      '4: control rule 1 is for stages, and none of its actions (stop) has one',
    ]);
  });

  it('are named by their place', () => {
    expect(mistakesIn('{ users: [U0ADA00001] }', '{ users: [] }')).toEqual([
      '5: control rule 2 names nobody, so it allows nothing',
    ]);
  });

  it('must be a list', () => {
    expect(readSettings(`${BEFORE} everybody`, 'signalbox.yml').mistakes).toHaveLength(1);
  });
});
