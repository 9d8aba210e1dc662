import { describe, expect, it } from '@jest/globals';
import { toSurroundings } from '#local/destinations.ts';
import { startLoopbackSlack } from '#local/slack/index.ts';

describe('toSurroundings', () => {
  it('names every channel, secret and topic that the settings rely on', async () => {
    const slack = await startLoopbackSlack();
    const destinations = {
      pipelines: { type: 'slack', channel: '#pipelines', secret: 'signalbox/slack' },
      chat: { type: 'slack-webhook', secret: 'signalbox/chat' },
      mail: { type: 'sns', topic: 'arn:aws:sns:us-east-1:999900001111:release-mail' },
      later: { type: 'pigeon' },
    };

    const { channels, secrets, topics } = toSurroundings({ destinations, routes: [] }, slack);
    await slack.stop();

    expect(channels).toEqual(['#pipelines', 'chat']);
    expect(topics).toEqual(['release-mail']);
    expect(JSON.parse(secrets.get('signalbox/slack') ?? '')).toMatchObject({ botToken: slack.botToken });
    expect(JSON.parse(secrets.get('signalbox/chat') ?? '')).toEqual({ url: slack.webhookUrl('chat') });
  });
});
