import { describe, expect, it } from '@jest/globals';
import { isSigned } from '../request-url.ts';
import { ADA, GWEN, startAsked } from './buttons.ts';

const STATUS = { channel: 'shared', user: ADA, text: 'status web' };

describe('/signalbox', () => {
  it('is sent as a signed form', async () => {
    const { slack, app } = await startAsked();

    const words = await slack.command(STATUS);

    const [received] = app.received;
    expect(words).toBeUndefined();
    expect(received && isSigned(received, slack.signingSecret)).toBe(true);
    expect(received?.form).toEqual({
      token: expect.any(String),
      team_id: 'T0SIGNALBX',
      team_domain: 'signalbox-local',
      channel_id: 'C0LOCAL0002',
      channel_name: 'shared',
      user_id: ADA,
      user_name: 'ada',
      command: '/signalbox',
      text: 'status web',
      api_app_id: 'A0SIGNALBX',
      is_enterprise_install: 'false',
      response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/commands\/T0SIGNALBX\//),
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
    });
  });

  it.each([
    ['JSON', '{"text":"Working on it…"}', 'Working on it…'],
    ['text', 'Working on it…', 'Working on it…'],
  ])('shows an answer in %s to that person only', async (_case, body, text) => {
    const { slack, app } = await startAsked();
    app.answer = async () => ({ body });

    await slack.command(STATUS);

    expect(slack.channels()[1]?.ephemeral).toMatchObject([{ user: ADA, text, author: { kind: 'app' } }]);
    expect(slack.channels()[1]?.messages).toHaveLength(1);
  });

  it('shows an answer to everybody that says so', async () => {
    const { slack, app } = await startAsked();
    app.answer = async () => ({ body: '{"response_type":"in_channel","text":"All is well"}' });

    await slack.command(STATUS);

    expect(slack.channels()[1]?.messages.at(-1)).toMatchObject({ text: 'All is well' });
  });

  it.each([
    ['the app fails', { status: 500 }, 'http_service_error'],
    ['the app refuses', { status: 401 }, 'http_client_error'],
    ['Slack refuses the blocks', { body: '{"blocks":[{"type":"paragraph"}]}' }, 'invalid_blocks'],
  ])('tells the person when %s', async (_case, answer, failure) => {
    const { slack, app } = await startAsked();
    app.answer = async () => answer;

    const words = await slack.command(STATUS);

    expect(words).toBe(`/signalbox failed with the error "${failure}"`);
    expect(slack.channels()[1]?.ephemeral).toMatchObject([
      { user: ADA, text: words, author: { name: 'Slackbot' } },
    ]);
  });

  it('tells the person when the app is late', async () => {
    const { slack, app } = await startAsked({ patienceMilliseconds: 20 });
    app.answer = () => new Promise(() => undefined);

    expect(await slack.command(STATUS)).toBe('/signalbox failed with the error "operation_timeout"');
  });

  it('is no command for people of another workspace', async () => {
    const { slack, app } = await startAsked();

    const words = await slack.command({ ...STATUS, user: GWEN });

    expect(words).toBe('/signalbox is not a valid command.');
    expect(app.received).toEqual([]);
  });
});
