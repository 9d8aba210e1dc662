import { describe, expect, it } from '@jest/globals';
import { renderChannel } from '#local/console/page/channel.ts';
import { toText } from '#local/console/page/tree.ts';
import type { ChannelView, EphemeralView, MessageView } from '#local/slack/views.ts';
import { CONTEXT } from './context.ts';

function buildMessage(more: Partial<MessageView> = {}): MessageView {
  return {
    ts: '1790855940.000100',
    author: { id: 'B1', name: 'Signalbox', kind: 'app' },
    text: 'hello',
    blocks: [],
    attachments: [],
    edited: false,
    broadcast: false,
    replies: [],
    ...more,
  };
}

function show(
  messages: readonly MessageView[],
  toggled: readonly string[] = [],
  ephemeral: readonly EphemeralView[] = [],
): string {
  const channel: ChannelView = {
    id: 'C1',
    name: 'pipelines',
    archived: false,
    members: [],
    messages,
    ephemeral,
  };
  const toggledThreads = new Set(toggled);
  return toText(renderChannel(channel, { context: CONTEXT, toggledThreads, user: 'U0ADA00001' }));
}

describe('renderChannel', () => {
  it('says who wrote when, and what', () => {
    expect(show([buildMessage()])).toBe('TodaySignalboxAPP11:59hello');
  });

  it('shows text only where there are no blocks', () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'from a block' } }];

    expect(show([buildMessage({ text: 'fallback', blocks })])).not.toContain('fallback');
  });

  it('shows text above attachments, as Slack does', () => {
    const attachments = [{ color: 'danger', text: 'attached' }];

    expect(show([buildMessage({ text: 'above', attachments })])).toContain('aboveattached');
  });

  it('marks edited text', () => {
    expect(show([buildMessage({ edited: true })])).toContain('hello (edited)');
  });

  it('shows a broadcast reply in the flow and in its thread', () => {
    const reply = buildMessage({
      ts: '1790855950.000100',
      text: 'it failed',
      broadcast: true,
      threadTs: '1790855940.000100',
    });

    const parent = buildMessage({ replies: [reply] });
    const text = show([parent, reply], [parent.ts]);

    expect(text).toContain('1 replyLast reply just nowSignalboxAPP11:59also sent to the channelit failed');
    expect(text).toContain('replied to a thread: hello');
  });

  it('starts with a thread closed when all of it stands in the flow', () => {
    const reply = buildMessage({
      ts: '1790855950.000100',
      text: 'it failed',
      broadcast: true,
      threadTs: '1790855940.000100',
    });

    const text = show([buildMessage({ replies: [reply] }), reply]);

    expect(text.match(/it failed/g)).toHaveLength(1);
    expect(text).toContain('1 reply');
  });

  it('hides the replies of a thread that the reader closed', () => {
    const reply = buildMessage({ ts: '1790855950.000100', text: 'a detail', threadTs: '1790855940.000100' });
    const parent = buildMessage({ replies: [reply] });

    expect(show([parent])).toContain('a detail');
    expect(show([parent], [parent.ts])).not.toContain('a detail');
  });

  it('draws a line where a day begins', () => {
    const yesterday = buildMessage({ ts: '1790769540.000100', text: 'old' });

    expect(show([yesterday, buildMessage()])).toMatch(/^Yesterday.*old.*Today.*hello$/);
  });

  it('shows what only one person sees to that person, where it belongs in time', () => {
    const { author, blocks, attachments } = buildMessage();
    const build = (user: string): EphemeralView => ({
      ts: '1790855945.000100',
      user,
      text: `only for ${user}`,
      author,
      blocks,
      attachments,
    });
    const later = buildMessage({ ts: '1790855950.000100', text: 'later' });

    const text = show([buildMessage(), later], [], ['U0ADA00001', 'U0BEN00002'].map(build));

    expect(text).toMatch(/hello.*Only visible to youSignalboxAPP11:59only for U0ADA00001.*later$/);
    expect(text).not.toContain('U0BEN00002');
  });

  it('says what to do while there is nothing', () => {
    expect(show([])).toContain('This is the start of #pipelines');
  });
});
