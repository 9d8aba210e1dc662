import { describe, expect, it } from '@jest/globals';
import { slack } from '#functions/slack/slack.ts';
import { handleRequest } from '#shared/runtime/http.ts';
import { START } from '#tests/support/build-event.ts';
import { SECRETS } from '#tests/support/fakes.ts';
import {
  blockActions,
  interaction,
  signedRequest,
  slashCommand,
  toHttpEvent,
  viewSubmission,
} from '#tests/support/slack-request.ts';
import { fakeSlackApp } from './support.ts';

const RECORD = `approval/${'a'.repeat(64)}`;
const STATUS = slashCommand('status');

describe('a request', () => {
  it.each([0, 240, 300, -300])('is taken %i seconds after it was signed', async (age) => {
    const { app } = fakeSlackApp();

    await slack(signedRequest(STATUS, { at: START - age }), app);

    expect(app.commands.bodies).toHaveLength(1);
  });

  it.each([
    ['six minutes later', signedRequest(STATUS, { at: START - 360 })],
    ['from ten minutes ahead', signedRequest(STATUS, { at: START + 600 })],
    ['with the signature of another body', { ...signedRequest(STATUS), body: Buffer.from('text=stop') }],
    ['by another secret', signedRequest(STATUS, { secret: 'the-secret-of-a-stranger' })],
    ['without a signature', { ...signedRequest(STATUS), headers: {} }],
  ])('is refused %s, before it is read', async (_, request) => {
    const { app, http } = fakeSlackApp();

    await expect(slack(request, app)).rejects.toMatchObject({ code: 'unauthorized' });

    expect(app.commands.messages).toEqual([]);
    expect(http.requests).toEqual([]);
  });

  it('is refused in vain of AWS: a secret is read once a minute, and not at all without a signature', async () => {
    const { app, secrets, clock } = fakeSlackApp();
    const forged = { secret: 'the-secret-of-a-stranger' };

    for (let second = 0; second < 180; second += 1) {
      clock.time = START + second;
      const request = signedRequest(STATUS, { ...forged, at: clock.time });
      await expect(slack(request, app)).rejects.toMatchObject({ code: 'unauthorized' });
      await expect(slack({ ...request, headers: {} }, app)).rejects.toMatchObject({ code: 'unauthorized' });
    }

    expect(secrets.asked).toHaveLength(3);
    expect(app.commands.messages).toEqual([]);
  });

  it('may be signed with a secret that was put there a minute ago', async () => {
    const texts: Record<string, string> = { ...SECRETS };
    const { app, clock } = fakeSlackApp({ texts });
    await slack(signedRequest(STATUS), app);
    const rotated = fakeSlackApp({
      texts: {
        'signalbox/slack': JSON.stringify({ botToken: 'xoxb-1', signingSecret: 'the-secret-of-tomorrow' }),
      },
    });
    Object.assign(app.channelClients.secrets, rotated.secrets);
    clock.time += 60;

    await slack(signedRequest(STATUS, { secret: 'the-secret-of-tomorrow', at: clock.time }), app);

    expect(app.commands.bodies).toHaveLength(2);
  });

  it('may be signed with the secret before a rotation', async () => {
    const { app } = fakeSlackApp({
      texts: {
        'signalbox/slack': JSON.stringify({
          signingSecret: 'the-secret-of-today',
          previousSigningSecret: 'the-secret-of-before',
        }),
      },
    });

    await slack(signedRequest(STATUS, { secret: 'the-secret-of-before' }), app);

    expect(app.commands.bodies).toHaveLength(1);
  });

  it('names the secret that it was signed with', async () => {
    const { app } = fakeSlackApp({
      names: ['signalbox/one', 'signalbox/two'],
      texts: {
        'signalbox/one': JSON.stringify({ signingSecret: 'the-secret-of-app-one' }),
        'signalbox/two': JSON.stringify({ signingSecret: 'the-secret-of-app-two' }),
      },
    });

    await slack(signedRequest(STATUS, { secret: 'the-secret-of-app-two' }), app);

    expect(app.commands.bodies).toMatchObject([{ secret: 'signalbox/two', at: START }]);
  });

  it('of a stranger is refused although another secret cannot be read', async () => {
    const { app } = fakeSlackApp({ names: ['signalbox/slack', 'signalbox/missing'] });
    const request = signedRequest(STATUS, { secret: 'the-secret-of-a-stranger' });

    await expect(slack(request, app)).rejects.toMatchObject({ code: 'unauthorized' });

    expect(app.telemetry.lines).toMatchObject([{ level: 'error', error: { code: 'config' } }]);
  });

  it('fails with the reason when the secrets cannot be read', async () => {
    const { app } = fakeSlackApp({ texts: {} });

    await expect(slack(signedRequest(STATUS), app)).rejects.toMatchObject({ code: 'config' });
  });

  it('gives the same command each time it comes, and another one each time it is made', async () => {
    const { app } = fakeSlackApp();
    const request = signedRequest(STATUS);

    await slack(request, app);
    app.clock.time += 240;
    await slack(request, app);
    await slack(signedRequest(STATUS, { at: START + 1 }), app);

    const [first, second, third] = app.commands.bodies;
    expect(second).toEqual(first);
    expect(third?.['request']).not.toBe(first?.['request']);
  });

  it('that only asks whether we are there is answered', async () => {
    const { app } = fakeSlackApp();

    const answer = await slack(signedRequest({ ssl_check: '1', token: 'x' }), app);

    expect(answer).toEqual({ status: 200 });
    expect(app.commands.messages).toEqual([]);
  });

  it.each([
    ['an empty body', ''],
    ['a payload that is not JSON', { payload: '{' }],
    ['a payload that is nothing', interaction(null)],
    ['a payload without a type', interaction({ user: { id: 'U0ADA' } })],
    ['an action without a trigger', interaction({ type: 'block_actions', user: { id: 'U0ADA' } })],
    ['a submission without a dialog', interaction({ type: 'view_submission', user: { id: 'U0ADA' } })],
    [
      'a dialog about nothing',
      interaction(
        viewSubmission({ callback_id: 'approval.approve', private_metadata: '', state: { values: {} } }),
      ),
    ],
    ['a form that is none of ours', { text: 'status' }],
    ['a body in another language', '{"type":"url_verification"}'],
  ])('with %s is not valid, although Slack signed it', async (_, form) => {
    const { app } = fakeSlackApp();

    await expect(slack(signedRequest(form), app)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it.each(['view_closed', 'shortcut', 'block_suggestion', '__proto__'])(
    'of the type %s is acknowledged',
    async (type) => {
      const { app } = fakeSlackApp();

      expect(await slack(signedRequest(interaction({ ...blockActions({}), type })), app)).toEqual({
        status: 200,
      });
    },
  );
});

describe('what is no person', () => {
  it.each([
    ['a bot', blockActions({}, { user: { id: 'B0DEPLOYER', username: 'deployer' } })],
    ['what says it is one', blockActions({}, { user: { id: 'U0DEPLOYER', is_bot: true } })],
    ['Slack itself', blockActions({}, { user: { id: 'USLACKBOT' } })],
    ['nobody', blockActions({}, { user: undefined })],
    ['an empty id', viewSubmission({}, { user: { id: '' } })],
  ])('presses no button: %s', async (_, payload) => {
    const { app, http } = fakeSlackApp();
    const ours = { ...payload, actions: [{ action_id: 'approval.approve', value: `${RECORD} optional` }] };

    const answer = await slack(signedRequest(interaction(ours)), app);

    expect(answer).toEqual({ status: 200 });
    expect(http.requests).toEqual([]);
    expect(app.commands.messages).toEqual([]);
    expect(app.telemetry.counts.get('RequestsRefused')).toBe(1);
  });

  it.each([{ bot_id: 'B0DEPLOYER' }, { user_id: '' }, { user_id: 'B0DEPLOYER' }])(
    'gives no command: %j',
    async (more) => {
      const { app } = fakeSlackApp();

      const answer = await slack(signedRequest(slashCommand('stop web-shop', more)), app);

      expect(answer).toEqual({ status: 200 });
      expect(app.commands.messages).toEqual([]);
    },
  );
});

describe('what is logged', () => {
  it.each([
    ['a command', signedRequest(slashCommand('stop web-shop canary-Reason'))],
    [
      'a button',
      signedRequest(
        interaction(blockActions({ action_id: 'approval.approve', value: `${RECORD} required` })),
      ),
    ],
    ['nonsense', signedRequest({ payload: 'canary-Payload' })],
    ['a forgery', signedRequest(slashCommand('canary-Text'), { secret: 'the-secret-of-a-stranger' })],
  ])('of %s holds no body, signature, trigger or token', async (_, request) => {
    const { app } = fakeSlackApp();

    await handleRequest(toHttpEvent(request), (incoming) => slack(incoming, app), app.telemetry);

    const logged = JSON.stringify(app.telemetry.lines);
    expect(logged).not.toContain('canary');
    expect(logged).not.toContain(request.headers['x-slack-signature'].slice(3));
  });
});
