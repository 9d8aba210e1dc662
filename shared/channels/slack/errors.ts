/**
 * What an `ok: false` calls for.
 *
 * `config`: a person must change something. `unavailable`: try again later. `wait`: too fast. `gone`: the message to
 * edit is not there. `content`: this message will never be accepted as it is.
 */
export type SlackErrorKind = 'config' | 'unavailable' | 'wait' | 'gone' | 'content';

const KINDS: Readonly<Record<Exclude<SlackErrorKind, 'content'>, readonly string[]>> = {
  config: [
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'restricted_action',
    'restricted_action_read_only_channel',
    'invalid_auth',
    'not_authed',
    'token_revoked',
    'token_expired',
    'account_inactive',
    'missing_scope',
    'no_permission',
    'ekm_access_denied',
    'team_access_not_granted',
    'org_login_required',
  ],
  unavailable: [
    'internal_error',
    'fatal_error',
    'service_unavailable',
    'request_timeout',
    'team_added_to_org',
  ],
  wait: ['ratelimited', 'rate_limited', 'message_limit_exceeded'],
  gone: ['message_not_found', 'cant_update_message', 'edit_window_closed', 'thread_not_found'],
};

/** Slack's token errors: a fresh secret may mend them at once. */
export const TOKEN_ERRORS: readonly string[] = [
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
];

/** An error that Slack adds later is taken as the message's fault: it is parked with its name, not repeated for ever. */
export function slackErrorKind(error: string): SlackErrorKind {
  for (const kind of ['config', 'unavailable', 'wait', 'gone'] as const)
    if (KINDS[kind].includes(error)) return kind;
  return 'content';
}
