import { describe, expect, it } from '@jest/globals';
import { callJson, startSlack } from '../client.ts';
import { isSigned } from '../request-url.ts';
import { ADA, BEN, GWEN, pressApprove, startAsked } from './buttons.ts';

describe('pressing a button', () => {
  it('tells the app who pressed what, signed', async () => {
    const { slack, app, ts } = await startAsked();

    const words = await pressApprove(slack, ts, ADA);

    const [received] = app.received;
    expect(words).toBeUndefined();
    expect(received && isSigned(received, slack.signingSecret)).toBe(true);
    expect(received?.payload).toEqual({
      type: 'block_actions',
      user: { id: ADA, username: 'ada', name: 'ada', team_id: 'T0SIGNALBX' },
      team: { id: 'T0SIGNALBX', domain: 'signalbox-local' },
      enterprise: null,
      is_enterprise_install: false,
      api_app_id: 'A0SIGNALBX',
      token: expect.any(String),
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
      container: { type: 'message', message_ts: ts, channel_id: 'C0LOCAL0002', is_ephemeral: false },
      channel: { id: 'C0LOCAL0002', name: 'shared' },
      message: expect.objectContaining({ ts, text: 'Release it?', blocks: expect.any(Array) }),
      state: { values: {} },
      actions: [
        {
          type: 'button',
          action_id: 'approval.approve',
          block_id: 'decision',
          text: { type: 'plain_text', text: 'Approve' },
          style: 'primary',
          value: 'approval/1 optional',
          action_ts: expect.stringMatching(/^\d+\.\d{6}$/),
        },
      ],
      response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/actions\/T0SIGNALBX\//),
    });
  });

  it('by a guest names the workspace of the guest', async () => {
    const { slack, app, ts } = await startAsked();

    await pressApprove(slack, ts, GWEN);

    expect(app.received[0]?.payload).toMatchObject({
      user: { id: GWEN, team_id: 'T0PARTNER1' },
      team: { id: 'T0SIGNALBX' },
    });
  });

  it('is not possible for somebody who cannot see the channel', async () => {
    const slack = await startSlack();

    const pressing = slack.press({ channel: 'pipelines', ts: '1.1', actionId: 'x', user: GWEN });

    await expect(pressing).rejects.toThrow('Gwen Moreau cannot see #pipelines.');
  });

  it('is not possible once the button is gone', async () => {
    const { slack, app, ts } = await startAsked();
    await callJson(slack, 'chat.update', { channel: 'shared', ts, text: 'Released' });

    await expect(pressApprove(slack, ts, ADA)).rejects.toThrow('no button "approval.approve" any more');

    expect(app.received).toEqual([]);
  });

  it('finds a button in an attachment and in a message that only one person sees', async () => {
    const { slack, app } = await startAsked();
    const button = { type: 'button', action_id: 'again', text: { type: 'plain_text', text: 'Again' } };
    const section = { type: 'section', text: { type: 'mrkdwn', text: 'Sure?' }, accessory: button };
    const { message_ts } = await callJson(slack, 'chat.postEphemeral', {
      channel: 'shared',
      user: BEN,
      text: 'Sure?',
      attachments: [{ blocks: [section] }],
    });

    await slack.press({ channel: 'shared', ts: message_ts, actionId: 'again', user: BEN });

    expect(app.received[0]?.payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(app.received[0]?.payload).not.toHaveProperty('message');
    await expect(
      slack.press({ channel: 'shared', ts: message_ts, actionId: 'again', user: ADA }),
    ).rejects.toThrow('not in #shared any more');
  });

  it.each([
    ['an error', { status: 500 }, 'This app responded with Status Code 500.'],
    ['a refusal', { status: 401 }, 'This app responded with Status Code 401.'],
    ['a detour', { status: 302 }, 'This app responded with Status Code 302.'],
    ['an answer with text', { status: 200, body: 'whatever' }, undefined],
  ])('shows what Slack says of %s', async (_case, answer, words) => {
    const { slack, app, ts } = await startAsked();
    app.answer = async () => answer;

    expect(await pressApprove(slack, ts, ADA)).toBe(words);
  });

  it('says that the app is late, or has no request URL', async () => {
    const late = await startAsked({ patienceMilliseconds: 20 });
    late.app.answer = () => new Promise(() => undefined);
    const nowhere = await startSlack();
    const { ts } = await callJson(nowhere, 'chat.postMessage', {
      channel: 'pipelines',
      text: 'x',
      blocks: late.slack.channels()[1]?.messages[0]?.blocks ?? [],
    });

    const ofLate = await pressApprove(late.slack, late.ts, ADA);
    const ofNowhere = await nowhere.press({
      channel: 'pipelines',
      ts,
      actionId: 'approval.approve',
      user: ADA,
    });

    expect(ofLate).toBe('Operation timed out. Apps need to respond within 3 seconds.');
    expect(ofNowhere).toMatch(/^This app is not configured to handle interactive responses\./);
  });

  it('is remembered so that it can be sent once more', async () => {
    const { slack, app, ts } = await startAsked();

    await pressApprove(slack, ts, ADA);
    const [sent] = slack.requests();
    await fetch(app.url, { method: 'POST', headers: sent?.headers ?? {}, body: sent?.body ?? '' });

    const [first, second] = app.received;
    expect(sent).toMatchObject({ reaction: { status: 200, body: '' }, milliseconds: expect.any(Number) });
    expect(second?.body).toBe(first?.body);
    expect(second && isSigned(second, slack.signingSecret)).toBe(true);
  });
});
