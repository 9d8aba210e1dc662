import { describe, expect, it } from '@jest/globals';
import { START } from '#tests/support/build-event.ts';
import { ADA, BEN, GUEST } from '#tests/support/fake-people.ts';
import { audit, createWorld, press, setAuthor, started } from './support/approvals.ts';

describe('who may decide an approval', () => {
  it('A7: refuses who may not, to that person alone, and keeps it', async () => {
    const world = createWorld();
    await world.play(...started());

    await world.ask(press(world, { user: 'U0NOBODY01' }), press(world, { user: GUEST, team: 'T0ELSEWHERE' }));

    expect(world.approvals.answers).toEqual([]);
    expect(world.people.whispers.map(({ user, text }) => [user, text])).toEqual([
      ['U0NOBODY01', 'You are not among those who may decide this approval.'],
      [GUEST, expect.stringContaining('Only full members of the workspace')],
    ]);
    expect(audit(world).map(({ kind }) => kind)).toEqual(['refusal', 'refusal']);
  });

  it('refuses the author of the change, and an author nobody knows', async () => {
    const own = createWorld('users: [U0ADA00001], ownChange: refused');
    setAuthor(own, 'ADA@example.com');
    await own.play(...started());
    const unknown = createWorld('users: [U0ADA00001], ownChange: refused');
    await unknown.play(...started());

    await own.ask(press(own));
    await unknown.ask(press(unknown));

    expect(own.people.whispers.at(-1)?.text).toContain('You wrote this change');
    expect(unknown.people.whispers.at(-1)?.text).toContain('Nobody knows who wrote this change');
    expect([...own.approvals.answers, ...unknown.approvals.answers]).toEqual([]);
  });

  it('takes two of three', async () => {
    const world = createWorld(`users: [${ADA}, ${BEN}, U0CHIARA03], votes: 2, ownChange: allowed`);
    await world.play(...started());

    await world.ask(press(world), press(world));
    expect(world.approvals.answers).toEqual([]);
    expect(JSON.stringify(world.slack.replies[0]?.body)).toContain('1 of 2: Ada Okafor');
    await world.ask(press(world, { user: BEN, reason: 'fine' }));

    expect(world.approvals.answers[0]?.summary).toBe(
      `Approved by Ada Okafor (${ADA}), Ben Lindqvist (${BEN}) via Slack: fine`,
    );
  });

  it('is frozen, but for those who may override it, and can be rejected', async () => {
    const day = new Date(START * 1000).toISOString().slice(0, 10);
    const freeze = `freeze: [{ from: '${day}T00:00', to: '${day}T23:59', reason: 'year end', override: [S0LEADS] }]`;
    const world = createWorld(`users: [${ADA}, ${BEN}], ownChange: allowed, ${freeze}`);
    world.people.groups.set('S0LEADS', [BEN]);
    await world.play(...started());

    await world.ask(press(world));
    expect(world.people.whispers.at(-1)?.text).toContain('Approvals are frozen until');
    await world.ask(press(world, { user: BEN }));

    expect(world.approvals.answers).toHaveLength(1);
  });

  it('asks for a reason where the rule does', async () => {
    const world = createWorld(`users: [${ADA}], ownChange: allowed, reason: on-reject`);
    await world.play(...started());

    await world.ask(press(world, { decision: 'reject' }));

    expect(world.people.whispers.at(-1)?.text).toContain('A reason is needed');
    expect(world.approvals.answers).toEqual([]);
  });
});
