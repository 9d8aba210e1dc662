import { describe, expect, it } from '@jest/globals';
import { createSlackApi } from '#shared/channels/slack/api.ts';
import { createSlackPeople } from '#shared/channels/slack/people.ts';
import type { HttpResponse } from '#shared/clients/http.ts';
import { START } from '#tests/support/build-event.ts';
import { ADA, BEN, RELEASERS, TEAM } from '#tests/support/fake-people.ts';
import { BOT_TOKEN, FakeClock, FakeHttpClient, slackAnswer, slackRefused } from '#tests/support/fakes.ts';

const WHISPER = { channel: 'C1', user: ADA, text: 'Too late' };

function peopleOver(...script: readonly Partial<HttpResponse>[]) {
  const http = new FakeHttpClient(...script);
  const clock = new FakeClock(START);
  const api = createSlackApi({ http, apiUrl: 'https://slack.com/api', token: BOT_TOKEN });
  return { http, clock, people: createSlackPeople({ api, now: clock.now.bind(clock) }) };
}

function slackUser(members: Readonly<Record<string, unknown>> = {}) {
  const profile = { email: 'ada@example.com' };
  return slackAnswer({
    ok: true,
    user: { id: ADA, team_id: TEAM, real_name: 'Ada Okafor', profile, ...members },
  });
}

describe('the workspace of the bot', () => {
  it('is asked for once', async () => {
    const { people, http } = peopleOver(slackAnswer({ ok: true, team_id: TEAM }));

    expect([await people.getTeam(), await people.getTeam()]).toEqual([TEAM, TEAM]);
    expect(http.methods).toEqual(['auth.test']);
  });
});

describe('a person', () => {
  it('is asked of Slack by a form, and is a full member', async () => {
    const { people, http } = peopleOver(slackUser());

    expect(await people.getUser(ADA)).toEqual({
      team: TEAM,
      name: 'Ada Okafor',
      email: 'ada@example.com',
      isGuest: false,
    });
    expect(http.requests[0]).toMatchObject({
      url: 'https://slack.com/api/users.info',
      body: `user=${ADA}`,
    });
  });

  it.each(['is_restricted', 'is_ultra_restricted', 'is_stranger', 'is_bot', 'deleted'])(
    'does not count as a member: %s',
    async (mark) => {
      const { people } = peopleOver(slackUser({ [mark]: true }));

      expect((await people.getUser(ADA)).isGuest).toBe(true);
    },
  );

  it('has no address where the app may not see it', async () => {
    const { people } = peopleOver(slackUser({ profile: {} }));

    expect((await people.getUser(ADA)).email).toBeUndefined();
  });

  it('is asked for each time: a guest of today may be a member tomorrow', async () => {
    const { people, http } = peopleOver(slackUser());

    await people.getUser(ADA);
    await people.getUser(ADA);

    expect(http.methods).toHaveLength(2);
  });

  it.each(['user_not_found', 'missing_scope', 'user_not_visible'])(
    'that Slack does not tell of is a matter of the settings: %s',
    async (error) => {
      const { people } = peopleOver(slackRefused(error));

      await expect(people.getUser(ADA)).rejects.toMatchObject({
        code: 'config',
        message: expect.stringContaining(error),
      });
    },
  );
});

describe('a group', () => {
  const members = slackAnswer({ ok: true, users: [ADA] });

  it('is remembered for five minutes, each by itself', async () => {
    const { people, http, clock } = peopleOver(members, slackAnswer({ ok: true, users: [BEN] }));

    expect(await people.isMember(RELEASERS, ADA)).toBe(true);
    expect(await people.isMember(RELEASERS, BEN)).toBe(false);
    expect(await people.isMember('S0LEADS00', BEN)).toBe(true);
    expect(http.methods).toHaveLength(2);
    clock.time += 300;
    await people.isMember(RELEASERS, ADA);

    expect(http.requests.map(({ body }) => body)).toEqual([
      `usergroup=${RELEASERS}`,
      'usergroup=S0LEADS00',
      `usergroup=${RELEASERS}`,
    ]);
  });

  it('that does not exist is a matter of the settings, not an empty one', async () => {
    const { people } = peopleOver(slackRefused('no_such_subteam'));

    await expect(people.isMember(RELEASERS, ADA)).rejects.toMatchObject({ code: 'config' });
  });

  it('is not remembered when Slack did not tell it', async () => {
    const { people } = peopleOver({ status: 503 }, members);

    await expect(people.isMember(RELEASERS, ADA)).rejects.toMatchObject({ code: 'unavailable' });

    expect(await people.isMember(RELEASERS, ADA)).toBe(true);
  });
});

describe('a whisper', () => {
  it('is seen by one person', async () => {
    const { people, http } = peopleOver(slackAnswer({ ok: true, message_ts: '1.2' }));

    await people.whisper(WHISPER);

    expect(http.methods).toEqual(['chat.postEphemeral']);
    expect(http.bodies).toEqual([WHISPER]);
  });

  it.each(['user_not_in_channel', 'channel_not_found', 'not_in_channel', 'is_archived', 'missing_scope'])(
    'that cannot be heard stops nothing: %s',
    async (error) => {
      const { people } = peopleOver(slackRefused(error));

      await expect(people.whisper(WHISPER)).resolves.toBeUndefined();
    },
  );

  it.each([
    ['a token that is revoked', slackRefused('token_revoked'), 'config'],
    ['too many of them', slackRefused('ratelimited'), 'rate_limited'],
    ['an outage', { status: 503 }, 'unavailable'],
    ['what Slack will not take', slackRefused('no_text'), 'rejected'],
  ])('fails by kind: %s', async (_, answer, code) => {
    const { people } = peopleOver(answer);

    await expect(people.whisper(WHISPER)).rejects.toMatchObject({ code });
  });
});
