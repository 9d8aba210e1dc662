import { describe, expect, it } from '@jest/globals';
import { slack } from '#functions/slack/slack.ts';
import { Command } from '#shared/runtime/command-entry.ts';
import { START } from '#tests/support/build-event.ts';
import { signedRequest, slashCommand } from '#tests/support/slack-request.ts';
import { fakeSlackApp } from './support.ts';

describe('/signalbox', () => {
  it.each([
    ['status', { kind: 'ask', question: 'status' }],
    ['  STATUS  web-shop ', { kind: 'ask', question: 'status', pipeline: 'web-shop' }],
    ['approvals', { kind: 'ask', question: 'approvals' }],
    ['retry web-shop', { kind: 'order', action: 'retry', pipeline: 'web-shop', reason: '' }],
    [
      'retry web-shop the network\nwas down',
      { kind: 'order', action: 'retry', pipeline: 'web-shop', reason: 'the network\nwas down' },
    ],
    [
      'stop a.b@c_d-E9 wrong  branch',
      { kind: 'order', action: 'stop', pipeline: 'a.b@c_d-E9', reason: 'wrong  branch' },
    ],
    [
      'silence web-shop 30m maintenance',
      { kind: 'silence', pipeline: 'web-shop', seconds: 1800, reason: 'maintenance' },
    ],
    [
      'silence web-shop 2h on purpose',
      { kind: 'silence', pipeline: 'web-shop', seconds: 7200, reason: 'on purpose' },
    ],
    ['silence web-shop 7d x', { kind: 'silence', pipeline: 'web-shop', seconds: 604_800, reason: 'x' }],
  ])('%s is a command that its reader understands', async (text, command) => {
    const { app } = fakeSlackApp();

    const answer = await slack(signedRequest(slashCommand(text)), app);

    expect(answer).toEqual({ status: 200, body: { response_type: 'ephemeral', text: 'Working on it…' } });
    expect(app.commands.bodies).toEqual([
      {
        request: expect.stringMatching(/^[0-9a-f]{64}$/),
        at: START,
        secret: 'signalbox/slack',
        channel: 'C0PIPELINES',
        person: { team: 'T0EXAMPLE', user: 'U0ADA', name: 'ada' },
        ...command,
      },
    ]);
    expect(Command.safeParse(app.commands.bodies[0]).success).toBe(true);
  });

  it.each([
    ['deploy web-shop', 'There is no command "deploy".'],
    ['__proto__', 'There is no command "__proto__".'],
    ['status web-shop api', 'status takes one pipeline, or none for all.'],
    ['status web/shop', '"web/shop" cannot be the name of a pipeline.'],
    ['approvals now', 'approvals takes nothing after it.'],
    ['retry', 'retry needs the name of a pipeline.'],
    ['stop `web-shop`', 'cannot be the name of a pipeline.'],
    ['silence', 'silence needs a pipeline, a duration and a reason.'],
    ['silence web-shop 2h', 'silence needs a pipeline, a duration and a reason.'],
    ['silence web-shop soon because', '"soon" is no duration'],
    ['silence web-shop 0h because', '"0h" is no duration'],
    ['silence web-shop 8d because', '"8d" is no duration'],
    ['silence web-shop -2h because', '"-2h" is no duration'],
    ['silence web-shop 2H because', '"2H" is no duration'],
  ])('%s is answered by what is wrong, and by the help', async (text, problem) => {
    const { app } = fakeSlackApp();

    const { body } = await slack(signedRequest(slashCommand(text)), app);

    expect(body).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining(problem) });
    expect(body?.['text']).toContain('/signalbox silence PIPELINE');
    expect(app.commands.messages).toEqual([]);
  });

  it.each(['', '  ', 'help', 'Help me'])('%j is answered by the help', async (text) => {
    const { app } = fakeSlackApp();

    const { body } = await slack(signedRequest(slashCommand(text)), app);

    expect(body?.['text']).toMatch(/^`\/signalbox status/);
    expect(app.commands.messages).toEqual([]);
  });

  it('repeats what was typed as text only', async () => {
    const { app } = fakeSlackApp();

    const { body } = await slack(signedRequest(slashCommand('<!channel>`<https://evil|click>')), app);

    expect(body?.['text']).toContain('There is no command "&lt;!channel&gt;\'&lt;https://evil|click&gt;".');
  });

  it('cuts a reason that is too long', async () => {
    const { app } = fakeSlackApp();

    await slack(signedRequest(slashCommand(`stop web-shop ${'x'.repeat(3000)}`)), app);

    expect(String(app.commands.bodies[0]?.['reason'])).toHaveLength(1000);
  });

  it('tells the organization where there is one', async () => {
    const { app } = fakeSlackApp();

    await slack(signedRequest(slashCommand('status', { enterprise_id: 'E0EXAMPLE' })), app);

    expect(app.commands.bodies).toMatchObject([{ person: { enterprise: 'E0EXAMPLE' } }]);
  });
});
