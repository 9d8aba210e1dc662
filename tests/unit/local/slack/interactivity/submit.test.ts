import { describe, expect, it } from '@jest/globals';
import type { LoopbackSlack } from '#local/slack/index.ts';
import { callJson } from '../client.ts';
import type { FakeApp } from '../request-url.ts';
import { ADA, BEN, GWEN, pressApprove, startAsked } from './buttons.ts';

const VIEW = {
  type: 'modal',
  callback_id: 'approval.approve',
  private_metadata: '{"record":"approval/1"}',
  title: { type: 'plain_text', text: 'Approve' },
  submit: { type: 'plain_text', text: 'Approve' },
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: { type: 'plain_text', text: 'Reason' },
      element: { type: 'plain_text_input', action_id: 'reason', multiline: true, max_length: 10 },
    },
    {
      type: 'input',
      block_id: 'duration',
      optional: true,
      label: { type: 'plain_text', text: 'For how long' },
      element: {
        type: 'static_select',
        action_id: 'duration',
        options: [{ text: { type: 'plain_text', text: '1 hour' }, value: '3600' }],
      },
    },
  ],
};

/** The modal is open for whoever pressed. */
async function startOpened(user: string = ADA) {
  const { slack, app, ts } = await startAsked();
  app.answer = async ({ payload }) => {
    await callJson(slack, 'views.open', { trigger_id: payload.trigger_id, view: VIEW });
    return {};
  };
  await pressApprove(slack, ts, user);
  app.answer = async () => ({});
  return { slack, app, viewId: slack.modals(user)[0]?.id ?? '' };
}

function submit(slack: LoopbackSlack, viewId: string, values: Readonly<Record<string, string>>) {
  return slack.submit({ viewId, user: ADA, values });
}

function answerWith(app: FakeApp, answer: object): void {
  app.answer = async () => ({ body: JSON.stringify(answer) });
}

describe('a modal', () => {
  it('is open for the person who pressed, and for nobody else', async () => {
    const { slack, viewId } = await startOpened();

    expect(slack.modals(ADA)).toMatchObject([
      { id: viewId, user: ADA, title: 'Approve', submit: 'Approve', close: 'Cancel', errors: {} },
    ]);
    expect(slack.modals(BEN)).toEqual([]);
    await expect(slack.submit({ viewId, user: BEN, values: {} })).rejects.toThrow('not open any more');
  });

  it('is submitted with its values and closes when the app answers nothing', async () => {
    const { slack, app, viewId } = await startOpened();

    const result = await submit(slack, viewId, { reason: 'tested', duration: '3600' });

    expect(result).toEqual({ closed: true, errors: {} });
    expect(slack.modals()).toEqual([]);
    expect(app.received.at(-1)?.payload).toMatchObject({
      type: 'view_submission',
      user: { id: ADA, team_id: 'T0SIGNALBX' },
      team: { id: 'T0SIGNALBX' },
      response_urls: [],
      view: {
        id: viewId,
        callback_id: 'approval.approve',
        private_metadata: '{"record":"approval/1"}',
        hash: expect.any(String),
        state: {
          values: {
            reason: { reason: { type: 'plain_text_input', value: 'tested' } },
            duration: { duration: { type: 'static_select', selected_option: { value: '3600' } } },
          },
        },
      },
    });
  });

  it('of a guest names the workspace of the guest', async () => {
    const { slack, app, viewId } = await startOpened(GWEN);

    await slack.submit({ viewId, user: GWEN, values: { reason: 'tested' } });

    expect(app.received.at(-1)?.payload).toMatchObject({
      user: { team_id: 'T0PARTNER1' },
      team: { id: 'T0PARTNER1', domain: 'partner' },
      view: { team_id: 'T0PARTNER1', app_installed_team_id: 'T0SIGNALBX' },
    });
  });

  it('says nothing for what was left empty', async () => {
    const { slack, app, viewId } = await startOpened();

    await submit(slack, viewId, { reason: 'tested' });

    expect(app.received.at(-1)?.payload.view.state.values).toMatchObject({
      duration: { duration: { type: 'static_select', selected_option: null } },
    });
  });

  it.each([
    ['a required input that is empty', '', 'Please complete this required field.'],
    ['a text that is too long', 'a'.repeat(11), 'Please use at most 10 characters.'],
  ])('is not sent with %s', async (_case, reason, error) => {
    const { slack, app, viewId } = await startOpened();
    const before = app.received.length;

    const result = await submit(slack, viewId, { reason });

    expect(result).toMatchObject({ closed: false, errors: { reason: error } });
    expect(slack.modals(ADA)).toMatchObject([{ values: { reason }, errors: { reason: error } }]);
    expect(app.received).toHaveLength(before);
  });

  it('counts characters, not UTF-16 units', async () => {
    const { slack, viewId } = await startOpened();

    expect(await submit(slack, viewId, { reason: '🚀'.repeat(10) })).toMatchObject({ closed: true });
  });

  it('takes no option that it does not offer', async () => {
    const { slack, viewId } = await startOpened();

    await expect(submit(slack, viewId, { reason: 'x', duration: '7' })).rejects.toThrow('no option "7"');
  });

  it('shows the errors of the app and keeps what was given', async () => {
    const { slack, app, viewId } = await startOpened();
    answerWith(app, { response_action: 'errors', errors: { reason: 'Say more' } });

    const result = await submit(slack, viewId, { reason: 'short' });

    expect(result).toMatchObject({ closed: false, errors: { reason: 'Say more' } });
    expect(slack.modals(ADA)).toMatchObject([
      { values: { reason: 'short' }, errors: { reason: 'Say more' } },
    ]);
  });

  it('shows another view in its place, or above it until that is closed', async () => {
    const { slack, app, viewId } = await startOpened();
    const title = { type: 'plain_text', text: 'Really?' };

    answerWith(app, { response_action: 'push', view: { ...VIEW, title } });
    await submit(slack, viewId, { reason: 'x' });
    const pushed = slack.modals(ADA);
    slack.close({ viewId: pushed[1]?.id ?? '', user: ADA });
    answerWith(app, { response_action: 'update', view: { ...VIEW, title } });
    const updated = await submit(slack, viewId, { reason: 'x' });

    expect(pushed.map((modal) => modal.title)).toEqual(['Approve', 'Really?']);
    expect(updated.closed).toBe(false);
    expect(slack.modals(ADA)).toMatchObject([{ id: viewId, title: 'Really?', values: {} }]);
  });

  it('closes with all that is under it when the app clears them', async () => {
    const { slack, app, viewId } = await startOpened();
    answerWith(app, { response_action: 'push', view: VIEW });
    await submit(slack, viewId, { reason: 'x' });
    answerWith(app, { response_action: 'clear' });

    await submit(slack, slack.modals(ADA)[1]?.id ?? '', { reason: 'x' });

    expect(slack.modals(ADA)).toEqual([]);
  });

  it.each([
    ['an HTTP error', { status: 503 }],
    ['text', { body: 'ok' }],
    ['an action that does not exist', { body: '{"response_action":"explode"}' }],
    ['errors of an input that it does not have', { body: '{"response_action":"errors","errors":{"x":"y"}}' }],
    ['a view that Slack refuses', { body: '{"response_action":"update","view":{"type":"modal"}}' }],
  ])('stays open with trouble when the app answers with %s', async (_case, answer) => {
    const { slack, app, viewId } = await startOpened();
    app.answer = async () => answer;

    const result = await submit(slack, viewId, { reason: 'kept' });

    expect(result).toMatchObject({ closed: false, problem: 'We had some trouble connecting. Try again?' });
    expect(slack.modals(ADA)).toMatchObject([{ values: { reason: 'kept' } }]);
  });

  it('is gone after it was closed, and the app is not told', async () => {
    const { slack, app, viewId } = await startOpened();
    const before = app.received.length;

    slack.close({ viewId, user: ADA });

    expect(slack.modals()).toEqual([]);
    expect(app.received).toHaveLength(before);
  });
});
