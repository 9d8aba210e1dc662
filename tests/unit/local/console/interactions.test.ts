import { describe, expect, it } from '@jest/globals';
import { callJson } from '../slack/client.ts';
import { startFakeApp } from '../slack/request-url.ts';
import { startTestConsole } from './fakes.ts';

const [ADA, GWEN] = ['U0ADA00001', 'U0GUEST004'];
const BUTTON = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } };
const VIEW = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Go' },
  submit: { type: 'plain_text', text: 'Go' },
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: { type: 'plain_text', text: 'Reason' },
      element: { type: 'plain_text_input', action_id: 'reason' },
    },
  ],
};

/** A message with a button, and an app that is told of it. */
async function startAsked() {
  const { url, slack, problems } = await startTestConsole();
  const app = await startFakeApp();
  slack.setRequestUrl(app.url);
  const { ts } = await callJson(slack, 'chat.postMessage', {
    channel: 'pipelines',
    text: 'Go?',
    blocks: [{ type: 'actions', elements: [BUTTON] }],
  });
  const { origin } = new URL(url);
  const post = async (what: string, body: object, from = origin) => {
    const response = await fetch(`${origin}/slack/${what}`, {
      method: 'POST',
      headers: { origin: from, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, words: text.startsWith('{') ? JSON.parse(text).words : text };
  };
  const press = { channel: 'pipelines', ts, actionId: 'go', user: ADA };
  return { slack, app, post, press, problems };
}

describe('the Slack of the console', () => {
  it('presses a button and passes on what Slack says', async () => {
    const { app, post, press } = await startAsked();

    const taken = await post('press', press);
    app.answer = async () => ({ status: 500 });
    const refused = await post('press', press);

    expect(taken).toEqual({ status: 200 });
    expect(refused).toEqual({ status: 200, words: 'This app responded with Status Code 500.' });
    expect(app.received[0]?.payload.user).toMatchObject({ id: ADA });
  });

  it('submits and closes a modal', async () => {
    const { slack, app, post, press } = await startAsked();
    app.answer = async ({ payload: { type, trigger_id } }) => {
      if (type === 'block_actions') await callJson(slack, 'views.open', { trigger_id, view: VIEW });
      return {};
    };
    await post('press', press);
    await post('press', press);
    const [first, second] = slack.modals();

    await post('submit', { viewId: first?.id, user: ADA, values: { reason: 'tested' } });
    await post('close', { viewId: second?.id, user: ADA });

    expect(slack.modals()).toEqual([]);
    expect(app.received.map(({ payload }) => payload.type)).toEqual([
      'block_actions',
      'block_actions',
      'view_submission',
    ]);
  });

  it('takes a command for the app, and anything else as a message', async () => {
    const { slack, app, post } = await startAsked();
    const place = { channel: 'pipelines', user: ADA };

    await post('say', { ...place, text: '/signalbox status web' });
    await post('say', { ...place, text: 'good morning' });
    const unknown = await post('say', { ...place, text: '/deploy now' });

    expect(app.received.map(({ form }) => form['text'])).toEqual(['status web']);
    expect(slack.channels()[0]?.messages.at(-1)).toMatchObject({ text: 'good morning', author: { id: ADA } });
    expect(unknown).toEqual({ status: 409, words: '/deploy is not a valid command.' });
  });

  it('says what is not possible, and what it does not understand', async () => {
    const { post, press, problems } = await startAsked();

    const hidden = await post('press', { ...press, user: GWEN });
    const garbled = await post('press', { channel: 7 });
    const unknown = await post('shout', {});

    expect(hidden).toEqual({ status: 409, words: 'Gwen Moreau cannot see #pipelines.' });
    expect(garbled.status).toBe(400);
    expect(unknown.status).toBe(404);
    expect(problems).toEqual([]);
  });

  it('takes nothing from another site', async () => {
    const { app, post, press } = await startAsked();

    expect(await post('press', press, 'https://evil.example')).toMatchObject({ status: 403 });
    expect(app.received).toEqual([]);
  });
});
