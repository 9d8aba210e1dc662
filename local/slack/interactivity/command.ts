import { showAnswer } from '../answers.ts';
import type { Channel } from '../channel.ts';
import { TEAM } from '../people.ts';
import { NotPossible, Refusal } from '../refusal.ts';
import type { ResponseTarget } from '../response-urls.ts';
import type { Person } from '../views.ts';
import { BOT, type Workspace } from '../workspace.ts';
import { type Parts, VERIFICATION_TOKEN } from './payload.ts';
import type { Reaction } from './sender.ts';
import { findBody, findCommandFailure } from './words.ts';

const COMMAND = '/signalbox';
const SLACKBOT = { id: 'USLACKBOT', name: 'Slackbot', kind: 'person' } as const;

export interface Command {
  readonly channel: string;
  readonly user: string;
  /** What comes after `/signalbox`. */
  readonly text: string;
}

/** Shows the app's immediate answer, or what Slackbot says instead: gives the latter. */
export async function command(given: Command, parts: Parts): Promise<string | undefined> {
  const { workspace, sender, baseUrl, announce } = parts;
  const { channel, person } = workspace.getPlace(given.channel, given.user);
  if (channel.archived) throw new NotPossible(`#${channel.name} is archived.`);

  const target: ResponseTarget = { kind: 'commands', channelId: channel.id, user: person.id };
  const words = person.isGuest
    ? // https://slack.com/help/articles/115004151203: commands are for the members of the workspace.
      `${COMMAND} is not a valid command.`
    : findWords(
        await sender.send({
          ...toForm(channel, person),
          text: given.text,
          response_url: `${baseUrl}${workspace.responseUrls.issue(target)}`,
          trigger_id: workspace.triggers.issue(person.id),
        }),
        { target, workspace },
      );
  if (words !== undefined) tell(words, channel, person);
  announce();
  return words;
}

function toForm(channel: Channel, person: Person): Readonly<Record<string, string>> {
  return {
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: person.id,
    user_name: person.name,
    command: COMMAND,
    api_app_id: BOT.appId,
    is_enterprise_install: 'false',
  };
}

function findWords(
  reaction: Reaction,
  place: { readonly target: ResponseTarget; readonly workspace: Workspace },
): string | undefined {
  const body = findBody(reaction);
  const failure = body === undefined ? findCommandFailure(reaction) : findMisfit(body, place);
  return failure === undefined ? undefined : `${COMMAND} failed with the error "${failure}"`;
}

/** Shows the answer; gives Slack's word for one that cannot be shown. */
function findMisfit(
  body: string,
  { target, workspace }: { readonly target: ResponseTarget; readonly workspace: Workspace },
): string | undefined {
  if (body.trim() === '') return undefined;
  try {
    showAnswer(toAnswer(body), target, workspace);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** An answer is JSON, or just the text. */
function toAnswer(body: string): unknown {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' ? json : { text: body };
  } catch {
    // Not JSON: Slack shows it as it is.
    return { text: body };
  }
}

function tell(text: string, channel: Channel, { id }: Person): void {
  channel.postEphemeral({ text, blocks: [], attachments: [], author: SLACKBOT, user: id });
}
