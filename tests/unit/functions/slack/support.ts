import type { SlackApp } from '#functions/slack/slack.ts';
import { createSigningKeys } from '#shared/channels/slack/signing-keys.ts';
import {
  FakeClock,
  FakeHttpClient,
  FakeOutbox,
  FakeSecrets,
  FakeTelemetry,
  SECRETS,
  slackAnswer,
} from '#tests/support/fakes.ts';

interface Options {
  readonly http?: FakeHttpClient;
  readonly texts?: Readonly<Record<string, string>>;
  readonly names?: readonly string[];
}

/** What the function works with; Slack opens every dialog. */
export function fakeSlackApp({
  http = new FakeHttpClient(slackAnswer({ ok: true, view: { id: 'V1' } })),
  texts = SECRETS,
  names = ['signalbox/slack'],
}: Options = {}) {
  const clock = new FakeClock();
  const secrets = new FakeSecrets(texts);
  const telemetry = new FakeTelemetry();
  const app = {
    clock,
    telemetry,
    commands: new FakeOutbox(),
    signingKeys: createSigningKeys(names, { secrets, clock, telemetry }),
    channelClients: { http, secrets, slackApiUrl: 'https://slack.com/api' },
  } satisfies SlackApp;
  return { app, http, secrets, clock };
}
