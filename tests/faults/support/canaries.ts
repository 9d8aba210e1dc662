import { buildActionEvent, buildPipelineEvent, type RawEvent } from '#tests/support/build-event.ts';
import { retarget } from './schedule.ts';

/** What must never be seen again, by the kind of secret that it is; each has the form that gives it away. */
const CANARIES: Readonly<Record<string, string>> = {
  'access key id': 'AKIACANARY1234567890',
  'token of Slack': 'xoxb-000000000000-canary0slack',
  'token of GitHub': 'ghp_canary0github0123456789abcdefghijkl',
  'JSON Web Token': 'eyJjYW5hcnkiOiJqd3QifQ.eyJjYW5hcnkiOiJqd3QifQ.Y2FuYXJ5and0',
  'private key': '-----BEGIN PRIVATE KEY-----\nMIIcanarypem\n-----END PRIVATE KEY-----',
  password: 'password=canary-password',
  'address with a password': 'https://deploy:canary-urlpass@git.example/repo',
  webhook: 'https://hooks.slack.com/services/T0CANARY/B0CANARY/canarywebhook',
  'approval token': 'canary-1a2b3c4d-5e6f-4a5b-8c7d-approval',
  'build variable': 'canary-build-variable',
  'review link': 'https://eu-west-1.console.aws.amazon.com/canary-review',
  'bot token': 'xoxb-1234567890-canary-BotToken',
};

/** The part that is told apart from everything else, also when the rest was cut off. */
export const MARKS = [
  'AKIACANARY',
  'canary0slack',
  'canary0github',
  'Y2FuYXJ5and0',
  'MIIcanarypem',
  'canary-password',
  'canary-urlpass',
  'canarywebhook',
  'canary-1a2b3c4d',
  'canary-build-variable',
  'canary-review',
  'canary-BotToken',
] as const;

const TEXTS = Object.entries(CANARIES)
  .filter(([kind]) => !['approval token', 'build variable', 'review link'].includes(kind))
  .map(([, text]) => text);

/** Executions that carry every canary wherever text from outside comes in. */
export function leakyEvents(): readonly RawEvent[] {
  return TEXTS.flatMap((text, index) => {
    const target = { pipeline: `leaky-${index}`, executionId: `leaky-${index}`, startSeconds: 0 };
    return [
      buildPipelineEvent({
        detail: {
          'execution-trigger': {
            'trigger-type': 'WebhookV2',
            'commit-message': text,
            'author-display-name': text,
            'branch-name': text,
            'full-repository-name': text,
            'commit-id': 'abc',
          },
        },
      }),
      buildActionEvent({
        state: 'FAILED',
        after: 5,
        detail: {
          'execution-result': {
            'external-execution-summary': `Error: ${text} is wrong`,
            'external-execution-url': text,
            'error-code': text,
          },
          'additional-information': {
            token: CANARIES['approval token'],
            approvalReviewLink: CANARIES['review link'],
            'environment-variables': [{ name: 'KEY', value: CANARIES['build variable'] }],
          },
        },
      }),
      buildPipelineEvent({ state: 'STOPPED', after: 9, detail: { 'stop-execution-comments': text } }),
    ].map((event) => retarget(event, target));
  });
}
