import { HELP } from '#shared/channels/slack/help.ts';
import { escapeTo } from '#shared/channels/slack/text.ts';
import { InvalidInputError } from '#shared/errors.ts';
import type { Answer } from '#shared/runtime/http.ts';
import { give, refuseNobody, toPerson } from './command.ts';
import { parseOrder } from './parse-order.ts';
import type { SlackApp } from './slack.ts';
import type { Origin } from './verify.ts';

const MAX_PROBLEM = 300;

/** https://docs.slack.dev/interactivity/implementing-slash-commands; only who asked sees the answer. */
export async function answerSlashCommand(
  form: URLSearchParams,
  origin: Origin,
  app: SlackApp,
): Promise<Answer> {
  const channel = form.get('channel_id');
  if (form.get('command') === null || channel === null)
    throw new InvalidInputError('a form of Slack must hold a payload or a command');
  const person = personOf(form);
  if (person === undefined) {
    refuseNobody(app.telemetry);
    return { status: 200 };
  }
  const { order, problem } = parseOrder(form.get('text') ?? '');
  if (problem !== undefined) return say(`${escapeTo(problem, MAX_PROBLEM)}\n${HELP}`);
  if (order === undefined) return say(HELP);
  await give(order, { origin, asker: { channel, person } }, app);
  return say('Working on it…');
}

function personOf(form: URLSearchParams) {
  if (form.has('bot_id')) return undefined;
  const field = (name: string) => form.get(name) || undefined;
  return toPerson({
    user: field('user_id') ?? '',
    name: field('user_name'),
    team: field('team_id'),
    enterprise: field('enterprise_id'),
  });
}

function say(text: string): Answer {
  return { status: 200, body: { response_type: 'ephemeral', text } };
}
