import * as z from 'zod/mini';
import type { ChannelClients } from '#shared/channels/channel.ts';
import { parseSecret } from '#shared/channels/secret.ts';
import { ConfigError } from '#shared/errors.ts';
import { createSlackApi, type SlackApi } from './api.ts';

export const SLACK_API_URL = 'https://slack.com/api';

// Only what can stand in a header; an editor may have left a line end.
const Secret = z.object({ botToken: z.string().check(z.trim(), z.regex(/^xoxb-[\x21-\x7e]+$/)) });

/** Slack's Web API for the bot whose token lies in the secret with this name. */
export async function openSlackApi(
  name: string,
  { http, secrets, slackApiUrl: apiUrl }: Pick<ChannelClients, 'http' | 'secrets' | 'slackApiUrl'>,
): Promise<SlackApi> {
  const read = async () => {
    const mustBe = 'JSON with "botToken": a bot token, which starts with xoxb-';
    const { botToken: token } = parseSecret(Secret, { name, text: await secrets.get(name), mustBe });
    return createSlackApi({ http, apiUrl, token });
  };
  return renewing(await read(), async () => {
    secrets.forget(name);
    return read();
  });
}

/** A token that was replaced while this environment lived is fetched again, once, before anybody is alarmed. */
function renewing(api: SlackApi, renew: () => Promise<SlackApi>): SlackApi {
  return {
    async call(slackCall, schema) {
      try {
        return await api.call(slackCall, schema);
      } catch (error) {
        if (!(error instanceof ConfigError) || !error.isAboutSecret) throw error;
        return (await renew()).call(slackCall, schema);
      }
    },
  };
}
