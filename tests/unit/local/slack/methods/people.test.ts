import { describe, expect, it } from '@jest/globals';
import { callForm, startSlack } from '../client.ts';

describe('the people of the loopback Slack', () => {
  it('are found by id and by e-mail address', async () => {
    const slack = await startSlack();
    const [ada] = slack.people;

    const byEmail = await callForm(slack, 'users.lookupByEmail', { email: 'ADA@example.com' });
    const byId = await callForm(slack, 'users.info', { user: byEmail.user.id });

    expect(byEmail.user).toMatchObject({ id: ada?.id, real_name: 'Ada Okafor' });
    expect(byId).toEqual(byEmail);
  });

  it('of another workspace are told by their team, and are strangers until they share a channel', async () => {
    const slack = await startSlack();
    const guest = slack.people.find(({ isGuest }) => isGuest)?.id ?? '';

    const before = await callForm(slack, 'users.info', { user: guest });
    slack.createChannel('shared', { shared: true });
    const after = await callForm(slack, 'users.info', { user: guest });

    expect(before.user).toMatchObject({ team_id: 'T0PARTNER1', is_restricted: false, is_stranger: true });
    expect(after.user).toMatchObject({ team_id: 'T0PARTNER1', is_stranger: false });
  });

  it('are grouped', async () => {
    const slack = await startSlack();

    const bare = await callForm(slack, 'usergroups.list', {});
    const full = await callForm(slack, 'usergroups.list', { include_users: 'true', include_count: 'true' });

    expect(bare.usergroups).toMatchObject([{ id: 'S0RELEASERS', handle: 'releasers', date_delete: 0 }]);
    expect(bare.usergroups[0]).not.toHaveProperty('users');
    expect(full.usergroups).toMatchObject([{ user_count: '2', users: ['U0ADA00001', 'U0BEN00002'] }]);
  });

  it('are listed by group', async () => {
    const slack = await startSlack();

    const answer = await callForm(slack, 'usergroups.users.list', { usergroup: 'S0RELEASERS' });

    expect(answer.users).toEqual(slack.people.slice(0, 2).map(({ id }) => id));
  });

  it.each([
    ['users.info', { user: 'U404' }, 'user_not_found'],
    ['users.lookupByEmail', { email: 'nobody@example.com' }, 'users_not_found'],
    ['usergroups.users.list', { usergroup: 'S404' }, 'no_such_subteam'],
  ])('%s says who is not there', async (method, args, error) => {
    const slack = await startSlack();

    expect(await callForm(slack, method, args as unknown as Record<string, string>)).toMatchObject({
      ok: false,
      error,
    });
  });
});
