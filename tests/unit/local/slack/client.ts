import { afterEach } from '@jest/globals';
import { type LoopbackSlack, type LoopbackSlackOptions, startLoopbackSlack } from '#local/slack/index.ts';

/** Whatever Slack may answer, as far as these tests look. */
export interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  readonly ts: string;
  /** Of chat.postEphemeral. */
  readonly message_ts: string;
  readonly channel: { readonly id: string };
  readonly channels: readonly { readonly id: string }[];
  readonly message: object;
  readonly messages: readonly { readonly text: string; readonly thread_ts?: string }[];
  readonly has_more: boolean;
  readonly response_metadata: { readonly next_cursor: string };
  readonly user: { readonly id: string };
  readonly usergroups: readonly object[];
  readonly users: readonly string[];
  readonly view: { readonly id: string; readonly hash: string };
}

const running: LoopbackSlack[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((slack) => slack.stop()));
});

/** A workspace with #pipelines, stopped after the test. */
export async function startSlack(options: LoopbackSlackOptions = {}): Promise<LoopbackSlack> {
  const slack = await startLoopbackSlack(options);
  running.push(slack);
  slack.createChannel('#pipelines');
  return slack;
}

export async function callJson(slack: LoopbackSlack, method: string, args: object): Promise<Answer> {
  return (await postJson(slack, method, args)).json() as Promise<Answer>;
}

export function postJson(slack: LoopbackSlack, method: string, args: object): Promise<Response> {
  return fetch(`${slack.apiUrl}/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(args),
  });
}

export async function callForm(
  slack: LoopbackSlack,
  method: string,
  args: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(`${slack.apiUrl}/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}` },
    body: new URLSearchParams(args),
  });
  return response.json() as Promise<Answer>;
}
