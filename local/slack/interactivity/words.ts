import type { Reaction } from './sender.ts';

type Failure = Extract<Reaction, { readonly failure: string }>['failure'];

/** What Slack says to the person, as people quote it; there is no list of these. */
export const TROUBLE = 'We had some trouble connecting. Try again?';
export const REQUIRED = 'Please complete this required field.';

const PRESS_WORDS: Readonly<Record<Failure, string>> = {
  'no-url':
    'This app is not configured to handle interactive responses. ' +
    'Please configure interactivity URL for this app under the app config page.',
  'time-out': 'Operation timed out. Apps need to respond within 3 seconds.',
  unreachable: 'This app could not be reached.',
};
const COMMAND_WORDS: Readonly<Record<Failure, string>> = {
  'no-url': 'dispatch_failed',
  'time-out': 'operation_timeout',
  unreachable: 'dispatch_failed',
};

/** The warning beside a button; none when the app acknowledged. */
export function findPressWords(reaction: Reaction): string | undefined {
  if ('failure' in reaction) return PRESS_WORDS[reaction.failure];
  return findBody(reaction) === undefined
    ? `This app responded with Status Code ${reaction.status}.`
    : undefined;
}

/** Slackbot's word for why a command failed; none when the app answered. */
export function findCommandFailure(reaction: Reaction): string | undefined {
  if ('failure' in reaction) return COMMAND_WORDS[reaction.failure];
  if (findBody(reaction) !== undefined) return undefined;

  return reaction.status >= 500 ? 'http_service_error' : 'http_client_error';
}

/** What the app answered, if it accepted the request. */
export function findBody(reaction: Reaction): string | undefined {
  return 'status' in reaction && reaction.status >= 200 && reaction.status < 300 ? reaction.body : undefined;
}
