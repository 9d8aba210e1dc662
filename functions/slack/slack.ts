import type { App } from '#shared/app.ts';
import type { ChannelClients } from '#shared/channels/channel.ts';
import type { Answer, IncomingRequest } from '#shared/runtime/http.ts';
import { answerInteraction } from './interaction.ts';
import { answerSlashCommand } from './slash-command.ts';
import { verify } from './verify.ts';

export type SlackApp = Pick<App, 'clock' | 'telemetry' | 'signingKeys' | 'commands'> & {
  readonly channelClients: Pick<ChannelClients, 'http' | 'secrets' | 'slackApiUrl'>;
};

/** Slack waits for three seconds: here dialogs are opened and commands put onto a queue, and nothing else is done. */
export async function slack(request: IncomingRequest, app: SlackApp): Promise<Answer> {
  const origin = await verify(request, app);
  const form = new URLSearchParams(request.body.toString());
  // Slack looks now and then whether the address is there.
  if (form.get('ssl_check') === '1') return { status: 200 };
  const payload = form.get('payload');
  return payload === null ? answerSlashCommand(form, origin, app) : answerInteraction(payload, origin, app);
}
