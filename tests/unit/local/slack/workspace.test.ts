import { describe, expect, it } from '@jest/globals';
import { Workspace } from '#local/slack/workspace.ts';

describe('Workspace', () => {
  it('creates a channel once, whatever is put before its name', () => {
    const workspace = new Workspace(Date.now);

    expect(workspace.createChannel('#pipelines')).toBe(workspace.createChannel('pipelines'));
    expect(workspace.channels()).toHaveLength(1);
  });

  it('creates a channel by id, and finds it by that', () => {
    const workspace = new Workspace(Date.now);

    const channel = workspace.createChannel('C0123456789');

    expect(channel).toMatchObject({ id: 'C0123456789', name: 'channel-c0123456789' });
    expect(workspace.createChannel('C0123456789')).toBe(channel);
  });

  it('refuses a name that Slack would refuse', () => {
    const workspace = new Workspace(Date.now);

    expect(() => workspace.createChannel('#Not A Name')).toThrow(
      'No Slack channel can be called "#Not A Name"',
    );
  });

  it('binds one webhook to a channel', () => {
    const workspace = new Workspace(Date.now);

    const path = workspace.webhookPath('#chat');

    expect(path).toMatch(/^\/services\/T\w+\/B\w+\/\w+$/);
    expect(workspace.webhookPath('chat')).toBe(path);
    expect(workspace.findWebhookChannel(path)?.name).toBe('chat');
  });
});
