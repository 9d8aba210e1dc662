import type { LoopbackSlack, LoopbackSlackOptions } from '#local/slack/index.ts';
import { callJson, startSlack } from '../client.ts';
import { type FakeApp, startFakeApp } from '../request-url.ts';

export const [ADA, BEN, GWEN] = ['U0ADA00001', 'U0BEN00002', 'U0GUEST004'] as const;

export const BLOCKS = [
  { type: 'section', text: { type: 'mrkdwn', text: 'Release it?' } },
  {
    type: 'actions',
    block_id: 'decision',
    elements: [
      {
        type: 'button',
        action_id: 'approval.approve',
        text: { type: 'plain_text', text: 'Approve' },
        style: 'primary',
        value: 'approval/1 optional',
      },
    ],
  },
];

/** A channel shared with the guest, with a message that has a button, and an app that is told. */
export async function startAsked(
  options: LoopbackSlackOptions = {},
): Promise<{ readonly slack: LoopbackSlack; readonly app: FakeApp; readonly ts: string }> {
  const slack = await startSlack(options);
  slack.createChannel('shared', { shared: true });
  const app = await startFakeApp();
  slack.setRequestUrl(app.url);
  const { ts } = await callJson(slack, 'chat.postMessage', {
    channel: '#shared',
    text: 'Release it?',
    blocks: BLOCKS,
  });
  return { slack, app, ts };
}

export function pressApprove(slack: LoopbackSlack, ts: string, user: string): Promise<string | undefined> {
  return slack.press({ channel: 'shared', ts, actionId: 'approval.approve', user });
}
