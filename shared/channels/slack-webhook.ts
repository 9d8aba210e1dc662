import * as z from 'zod/mini';
import { ConfigError } from '#shared/errors.ts';
import { defineChannel } from './channel.ts';
import { assertAccepted } from './http-outcome.ts';
import { parseSecret, SecretName } from './secret.ts';
import { type SlackMessage, toBlocks } from './slack/blocks.ts';
import { Excerpts } from './slack/excerpts.ts';

const Settings = z.strictObject({
  type: z.literal('slack-webhook'),
  secret: SecretName.check(
    z.describe('Name in Secrets Manager of {"url": "https://hooks.slack.com/services/…"}, JSON as text'),
  ),
  excerpts: Excerpts,
});
const Secret = z.object({ url: z.url() });

const ORIGINS = ['https://hooks.slack.com', 'https://hooks.slack-gov.com'];

/** Posts to an incoming webhook, which can neither edit, thread nor find a message: every announcement is a post. */
export const slackWebhook = defineChannel<z.infer<typeof Settings>, SlackMessage>({
  type: 'slack-webhook',
  settings: Settings,
  follows: 'transitions',
  hasBudget: false,
  needs: ({ secret }) => ({ secrets: [secret] }),
  wantsLog: ({ excerpts }) => excerpts,
  // A button here could never be taken away again, and its app may be another one.
  render: ({ card }, { excerpts }) => toBlocks({ ...card, buttons: [] }, { reasons: 'whole', excerpts }),
  async send({ message, settings, clients }) {
    const target = `Slack webhook of secret ${settings.secret}`;
    const url = parseUrl(settings.secret, await clients.secrets.get(settings.secret), clients.slackApiUrl);
    const body = JSON.stringify({ ...message, unfurl_links: false, unfurl_media: false });
    const response = await clients.http.post({
      url,
      body,
      headers: { 'content-type': 'application/json' },
      target,
    });
    if (isGone(response.status)) clients.secrets.forget(settings.secret);
    assertAccepted(target, response);
    return { ref: undefined };
  },
});

/** Only Slack's own hosts, so that a secret cannot make us call anything else; a stand-in for Slack's API is one of them. */
function parseUrl(name: string, text: string, slackApiUrl: string): string {
  const mustBe = 'JSON with "url": an address that starts with https://hooks.slack.com/';
  const { url } = parseSecret(Secret, { name, text, mustBe });
  const { origin, username, password, href } = new URL(url);
  const isAnonymous = username === '' && password === '';
  if (isAnonymous && [...ORIGINS, new URL(slackApiUrl).origin].includes(origin)) return href;
  throw new ConfigError(`secret ${name} must be ${mustBe}`);
}

function isGone(status: number): boolean {
  return status === 403 || status === 404 || status === 410;
}
