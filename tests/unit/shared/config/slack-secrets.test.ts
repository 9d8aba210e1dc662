import { describe, expect, it } from '@jest/globals';
import { slackSecrets } from '#shared/config/slack-secrets.ts';

describe('slackSecrets', () => {
  it('are those of the apps, once each, and not those of webhooks', () => {
    const destinations = {
      b: { type: 'slack', channel: '#b', secret: 'signalbox/b' },
      a: { type: 'slack', channel: '#a', secret: 'signalbox/a' },
      again: { type: 'slack', channel: '#again', secret: 'signalbox/b' },
      chat: { type: 'slack-webhook', secret: 'signalbox/webhook' },
      mail: { type: 'sns', topic: 'arn:aws:sns:eu-west-1:111122223333:mail' },
    };

    expect(slackSecrets({ destinations })).toEqual(['signalbox/a', 'signalbox/b']);
  });
});
