import { createHmac } from 'node:crypto';
import type { IncomingRequest } from '#shared/runtime/http.ts';
import { START } from './build-event.ts';

export const SIGNING_SECRET = 'canary-SigningSecret';

interface Signing {
  readonly secret?: string;
  /** Epoch seconds. */
  readonly at?: number;
}

type Form = Readonly<Record<string, string>>;

/** A form as Slack signs and sends it. */
export function signedRequest(form: Form | string, { secret = SIGNING_SECRET, at = START }: Signing = {}) {
  const body = Buffer.from(typeof form === 'string' ? form : new URLSearchParams(form).toString());
  const signature = createHmac('sha256', secret).update(`v0:${at}:`).update(body).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-signature': `v0=${signature}`,
    'x-slack-request-timestamp': String(at),
  };
  return { headers, body } satisfies IncomingRequest;
}

/** The same as the event of an HTTP API, payload format 2.0. */
export function toHttpEvent({ headers, body }: IncomingRequest) {
  return {
    version: '2.0',
    routeKey: 'POST /slack',
    rawPath: '/slack',
    rawQueryString: '',
    headers,
    requestContext: { http: { method: 'POST', path: '/slack', protocol: 'HTTP/1.1' } },
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
}

/** An interaction as Slack sends it, in a form field. */
export function interaction(payload: unknown): Form {
  return { payload: JSON.stringify(payload) };
}

/** The form of `/signalbox …`. */
export function slashCommand(text: string, more: Form = {}): Form {
  return {
    token: 'canary-VerificationToken',
    team_id: 'T0EXAMPLE',
    team_domain: 'example',
    channel_id: 'C0PIPELINES',
    channel_name: 'pipelines',
    user_id: 'U0ADA',
    user_name: 'ada',
    command: '/signalbox',
    text,
    api_app_id: 'A0EXAMPLE',
    response_url: 'https://hooks.slack.com/commands/T0EXAMPLE/1/canary-ResponseUrl',
    trigger_id: '1.2.canary-Trigger',
    ...more,
  };
}

const ADA = { id: 'U0ADA', username: 'ada', name: 'ada', team_id: 'T0EXAMPLE' };
const FROM = {
  user: ADA,
  team: { id: 'T0EXAMPLE', domain: 'example' },
  enterprise: null,
  is_enterprise_install: false,
  api_app_id: 'A0EXAMPLE',
  token: 'canary-VerificationToken',
  trigger_id: '1.2.canary-Trigger',
};

type More = Readonly<Record<string, unknown>>;

/** A button of a message was pressed. */
export function blockActions(action: More, more: More = {}) {
  return {
    ...FROM,
    type: 'block_actions',
    container: {
      type: 'message',
      message_ts: '1772614805.000100',
      channel_id: 'C0PIPELINES',
      is_ephemeral: false,
    },
    channel: { id: 'C0PIPELINES', name: 'pipelines' },
    message: { type: 'message', ts: '1772614805.000100', text: 'web-shop waits for Production\nsecond line' },
    response_url: 'https://hooks.slack.com/actions/T0EXAMPLE/1/canary-ResponseUrl',
    actions: [{ type: 'button', block_id: 'b1', action_ts: '1772614810.1', ...action }],
    ...more,
  };
}

/** A dialog was filled in. */
export function viewSubmission(view: More, more: More = {}) {
  return {
    ...FROM,
    type: 'view_submission',
    view: { id: 'V0EXAMPLE', hash: '1.a', type: 'modal', ...view },
    response_urls: [],
    ...more,
  };
}
