import { describe, expect, it } from '@jest/globals';
import { slack } from '#functions/slack/slack.ts';
import { Command } from '#shared/runtime/command-entry.ts';
import { START } from '#tests/support/build-event.ts';
import { FakeHttpClient, slackAnswer, slackRefused } from '#tests/support/fakes.ts';
import { blockActions, interaction, signedRequest, viewSubmission } from '#tests/support/slack-request.ts';
import { fakeSlackApp } from './support.ts';

const APPROVAL = `approval/${'a'.repeat(64)}`;
const EXECUTION = 'execution/111122223333/eu-west-1/web-shop/3f1c';
const APPROVE = { action_id: 'approval.approve', value: `${APPROVAL} required` };

describe('a button', () => {
  it('opens a dialog that says what it is about and asks for the reason', async () => {
    const { app, http } = fakeSlackApp();

    const answer = await slack(press(APPROVE), app);

    expect(answer).toEqual({ status: 200 });
    expect(http.methods).toEqual(['views.open']);
    expect(http.bodies).toEqual([
      {
        trigger_id: '1.2.canary-Trigger',
        view: {
          type: 'modal',
          callback_id: 'approval.approve',
          private_metadata: JSON.stringify({ record: APPROVAL, channel: 'C0PIPELINES' }),
          title: { type: 'plain_text', text: 'Approve' },
          submit: { type: 'plain_text', text: 'Approve' },
          close: { type: 'plain_text', text: 'Cancel' },
          blocks: [
            { type: 'section', text: { type: 'plain_text', text: 'web-shop waits for Production' } },
            {
              type: 'input',
              block_id: 'reason',
              optional: false,
              label: { type: 'plain_text', text: 'Reason' },
              element: { type: 'plain_text_input', action_id: 'reason', multiline: true, max_length: 1000 },
            },
          ],
        },
      },
    ]);
    expect(app.commands.messages).toEqual([]);
  });

  it.each([
    ['approval.approve', `${APPROVAL} optional`, true],
    ['approval.approve', APPROVAL, true],
    ['approval.reject', `${APPROVAL} required`, false],
    ['execution.retry', `${EXECUTION} Deploy`, true],
    ['execution.rollback', `${EXECUTION} Deploy`, true],
    ['execution.stop', EXECUTION, true],
    ['execution.silence', EXECUTION, false],
  ])('%s with %s asks for a reason that is optional: %s', async (action_id, value, optional) => {
    const { app, http } = fakeSlackApp();

    await slack(press({ action_id, value }), app);

    const { view } = Object(http.bodies[0]);
    expect(view.callback_id).toBe(action_id);
    expect(view.blocks.at(-1)).toMatchObject({ block_id: 'reason', optional });
    expect(view.title.text.length).toBeLessThanOrEqual(24);
    expect(view.submit.text.length).toBeLessThanOrEqual(24);
  });

  it('that silences asks for how long', async () => {
    const { app, http } = fakeSlackApp();

    await slack(press({ action_id: 'execution.silence', value: EXECUTION }), app);

    const { view } = Object(http.bodies[0]);
    expect(view.blocks[1]).toMatchObject({ type: 'input', block_id: 'duration' });
    expect(view.blocks[1].element).toMatchObject({ type: 'static_select', action_id: 'duration' });
    for (const { value } of view.blocks[1].element.options) expect(value).toMatch(/^[1-9]\d+$/);
  });

  it('carries the stage along', async () => {
    const { app, http } = fakeSlackApp();

    await slack(press({ action_id: 'execution.retry', value: `${EXECUTION} Deploy` }), app);

    const { view } = Object(http.bodies[0]);
    expect(JSON.parse(view.private_metadata)).toEqual({
      record: EXECUTION,
      channel: 'C0PIPELINES',
      stage: 'Deploy',
    });
  });

  it.each([
    ['of somebody else', { action_id: 'deploy', value: `${APPROVAL} required` }],
    ['that is a link', { action_id: 'link', url: 'https://example.org' }],
    ['named like a thing of the language', { action_id: '__proto__', value: `${APPROVAL} required` }],
    ['without a value', { action_id: 'approval.approve' }],
    ['with a value of another form', { action_id: 'approval.approve', value: '../../approval' }],
    ['about a record of another kind', { action_id: 'approval.approve', value: EXECUTION }],
    ['with more in its value', { action_id: 'execution.stop', value: `${EXECUTION} Deploy now` }],
  ])('%s is acknowledged and opens nothing', async (_, action) => {
    const { app, http } = fakeSlackApp();

    expect(await slack(press(action), app)).toEqual({ status: 200 });
    expect(http.requests).toEqual([]);
  });

  it.each([{ channel: undefined }, { actions: [] }])('is acknowledged without %j', async (more) => {
    const { app, http } = fakeSlackApp();

    expect(await slack(press(APPROVE, more), app)).toEqual({ status: 200 });
    expect(http.requests).toEqual([]);
  });

  it('of a message without text opens a dialog without a first line', async () => {
    const { app, http } = fakeSlackApp();

    await slack(press(APPROVE, { message: undefined }), app);

    expect(Object(http.bodies[0]).view.blocks).toHaveLength(1);
  });

  it('tells the person alone when the trigger has expired', async () => {
    const { app, http } = expiring('expired_trigger_id');

    const answer = await slack(press(APPROVE), app);

    expect(answer).toEqual({ status: 200 });
    expect(http.methods).toEqual(['views.open', 'chat.postEphemeral']);
    expect(http.bodies[1]).toEqual({
      channel: 'C0PIPELINES',
      user: 'U0ADA',
      text: expect.stringContaining('press the button again'),
    });
  });

  it('has no effect when its request is repeated', async () => {
    const { app, http } = expiring('trigger_exchanged');

    await slack(press(APPROVE), app);

    expect(http.methods).toEqual(['views.open']);
    expect(app.commands.messages).toEqual([]);
  });

  it('has no effect when its request is repeated minutes later', async () => {
    const { app, http, clock } = expiring('expired_trigger_id');
    clock.time = START + 240;

    await slack(press(APPROVE), app);

    expect(http.methods).toEqual(['views.open']);
  });

  it('fails by what Slack fails by', async () => {
    const { app } = fakeSlackApp({ http: new FakeHttpClient({ status: 503 }) });

    await expect(slack(press(APPROVE), app)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a dialog', () => {
  const ASKED = {
    request: expect.stringMatching(/^[0-9a-f]{64}$/),
    at: START,
    secret: 'signalbox/slack',
    channel: 'C0PIPELINES',
    person: { team: 'T0EXAMPLE', user: 'U0ADA', name: 'ada' },
  };

  it.each([
    ['approval.approve', APPROVAL, { kind: 'decide', record: APPROVAL, decision: 'approve' }],
    ['approval.reject', APPROVAL, { kind: 'decide', record: APPROVAL, decision: 'reject' }],
    ['execution.retry', EXECUTION, { kind: 'control', record: EXECUTION, action: 'retry' }],
    ['execution.rollback', EXECUTION, { kind: 'control', record: EXECUTION, action: 'rollback' }],
    ['execution.stop', EXECUTION, { kind: 'control', record: EXECUTION, action: 'stop' }],
    ['execution.silence', EXECUTION, { kind: 'silence', record: EXECUTION, seconds: 7200 }],
  ])('%s becomes a command that its reader understands', async (action, record, command) => {
    const { app } = fakeSlackApp();

    const answer = await slack(submit(action, { record }), app);

    expect(answer).toEqual({ status: 200 });
    expect(app.commands.bodies).toEqual([{ ...ASKED, ...command, reason: 'looks good' }]);
    expect(Command.safeParse(app.commands.bodies[0]).success).toBe(true);
  });

  it('tells the stage', async () => {
    const { app } = fakeSlackApp();

    await slack(submit('execution.retry', { record: EXECUTION, stage: 'Deploy' }), app);

    expect(app.commands.bodies).toMatchObject([{ kind: 'control', stage: 'Deploy' }]);
  });

  it.each([null, undefined, '', '  \n '])('may be without a reason (%j)', async (value) => {
    const { app } = fakeSlackApp();

    await slack(submit('approval.approve', { record: APPROVAL }, { reason: { reason: { value } } }), app);

    expect(app.commands.bodies).toMatchObject([{ reason: '' }]);
  });

  it.each(['soon', '0', '-60', '1.5', undefined])('that silences for %j is not valid', async (value) => {
    const { app } = fakeSlackApp();
    const duration = { duration: { selected_option: value === undefined ? null : { value } } };

    await expect(
      slack(submit('execution.silence', { record: EXECUTION }, { duration }), app),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('of somebody else is acknowledged', async () => {
    const { app } = fakeSlackApp();

    expect(await slack(submit('deploy', { record: APPROVAL }), app)).toEqual({ status: 200 });
    expect(app.commands.messages).toEqual([]);
  });

  it.each([
    ['of another workspace', { user: { id: 'W0GUEST', name: 'gus', team_id: 'T0ELSEWHERE' } }, 'T0ELSEWHERE'],
    ['whose own workspace is not told', { user: { id: 'W0GUEST', name: 'gus' } }, 'T0EXAMPLE'],
    ['of an app without a workspace', { user: { id: 'W0GUEST', name: 'gus' }, team: null }, ''],
  ])('tells the workspace of a person %s', async (_, more, team) => {
    const { app } = fakeSlackApp();

    await slack(
      submit('approval.approve', { record: APPROVAL }, {}, { ...more, enterprise: { id: 'E0' } }),
      app,
    );

    expect(app.commands.bodies).toMatchObject([
      { person: { team, user: 'W0GUEST', name: 'gus', enterprise: 'E0' } },
    ]);
  });

  it('is not taken when the queue does not take it', async () => {
    const { app } = fakeSlackApp();
    app.commands.error = new Error('queue commands did not take 1 of 1 messages');

    await expect(slack(submit('approval.approve', { record: APPROVAL }), app)).rejects.toThrow(
      'did not take',
    );
  });
});

function press(action: Readonly<Record<string, unknown>>, more = {}) {
  return signedRequest(interaction(blockActions(action, more)));
}

function submit(action: string, subject: object, values = {}, more = {}) {
  const state = {
    values: {
      reason: { reason: { type: 'plain_text_input', value: ' looks good\n' } },
      duration: { duration: { type: 'static_select', selected_option: { value: '7200' } } },
      ...values,
    },
  };
  const private_metadata = JSON.stringify({ channel: 'C0PIPELINES', ...subject });
  return signedRequest(interaction(viewSubmission({ callback_id: action, private_metadata, state }, more)));
}

function expiring(error: string) {
  return fakeSlackApp({ http: new FakeHttpClient(slackRefused(error), slackAnswer({ ok: true })) });
}
