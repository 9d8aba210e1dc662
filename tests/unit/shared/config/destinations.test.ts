import { describe, expect, it } from '@jest/globals';
import { openDestinations, SNAPSHOTS, withSnapshotRule, withSnapshots } from '#shared/config/destinations.ts';
import { DESTINATION_NAME } from '#shared/config/settings.ts';
import { announcementsOf } from '#shared/domain/record.ts';
import { route } from '#shared/routing/route.ts';
import { Rule } from '#shared/routing/rule.ts';
import { buildExecution, buildNotice, seen } from '#tests/support/build-record.ts';

const SETTINGS = {
  destinations: {
    chat: { type: 'slack', channel: '#c', secret: 'signalbox/slack' },
    mail: { type: 'sns', topic: 'arn:aws:sns:eu-west-1:111122223333:m' },
  },
  routes: [Rule.parse({ to: 'chat' })],
};

/** What goes to the archive unasked. */
function archived(record: Parameters<typeof route>[0]): readonly string[] {
  return route(record, withSnapshotRule(SETTINGS.routes))
    .filter(({ destinations }) => destinations.includes(SNAPSHOTS))
    .map(({ announcement }) => announcement.key);
}

describe('openDestinations', () => {
  it('opens each by its type, ready to render and send', () => {
    const destinations = openDestinations(SETTINGS);

    expect([...destinations.values()].map(({ name, follows, needs }) => [name, follows, needs])).toEqual([
      ['chat', 'state', { secrets: ['signalbox/slack'] }],
      ['mail', 'transitions', { topics: ['arn:aws:sns:eu-west-1:111122223333:m'] }],
    ]);
  });

  it('names a type that is not known, and the command that says more', () => {
    const settings = { destinations: { a: { type: 'pager' } }, routes: [] };

    expect(() => openDestinations(settings)).toThrow(
      expect.objectContaining({
        code: 'config',
        message: 'destination "a" has the unknown type "pager"; run npm run check',
      }),
    );
  });
});

describe('the archive', () => {
  it('is told of every end of an execution, whatever the routes say', () => {
    expect(archived(buildExecution(seen('STARTED@0')))).toEqual([]);
    expect(archived(buildExecution(seen('STARTED@0', 'SUCCEEDED@9')))).toEqual(['succeeded']);
    for (const state of ['FAILED', 'STOPPED', 'CANCELED', 'SUPERSEDED'])
      expect(archived(buildExecution(seen(`${state}@9`)))).toHaveLength(1);
    expect(archived(buildNotice())).toEqual([]);
  });

  it('takes nothing from the routes of the user', () => {
    const record = buildExecution(seen('STARTED@0', 'SUCCEEDED@9'));

    const verdicts = route(record, withSnapshotRule(SETTINGS.routes));

    expect(verdicts.every(({ destinations }) => destinations.includes('chat'))).toBe(true);
    expect(verdicts).toHaveLength(announcementsOf(record).length);
  });

  it('has a name that no user can give', () => {
    expect(SNAPSHOTS).not.toMatch(DESTINATION_NAME);
    expect([...withSnapshots(openDestinations(SETTINGS)).keys()]).toEqual(['chat', 'mail', SNAPSHOTS]);
  });
});
