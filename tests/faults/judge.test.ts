import { describe, expect, it } from '@jest/globals';
import type { MessageView } from '#local/slack/views.ts';
import { quietExecution } from '#tests/support/scenes.ts';
import { FaultWorld } from './support/fault-world.ts';
import { type Evidence, judge } from './support/judge.ts';
import { buildExecution, configFor, type Kind } from './support/schedule.ts';

describe('the judge', () => {
  it.each(['quiet', 'failing', 'recovering'] as const)(
    'has nothing to say of a %s execution that went well',
    async (kind) => {
      const { expectation, evidence } = await watch(kind);

      expect(judge([expectation], evidence)).toEqual([]);
    },
  );

  it('sees what is lost', async () => {
    const { expectation, evidence } = await watch('quiet');

    expect(judge([expectation], { ...evidence, channels: [] })).toEqual([expect.stringContaining('lost')]);
  });

  it('sees what is there twice', async () => {
    const { expectation, evidence } = await watch('quiet');
    const channels = evidence.channels.map((channel) => ({
      ...channel,
      messages: channel.messages.flatMap((message) => [message, message]),
    }));

    expect(judge([expectation], { ...evidence, channels })).toEqual([
      expect.stringContaining('there 2 times'),
    ]);
  });

  it('sees what is not true, and what is in the wrong channel', async () => {
    const { expectation, evidence } = await watch('quiet');
    const other = { ...expectation, phases: ['is running', 'succeeded', 'failed'], channel: 'elsewhere' };

    expect(judge([other], evidence)).toEqual([
      expect.stringContaining('not in #elsewhere'),
      expect.stringContaining('shows "succeeded"'),
    ]);
  });

  it('sees an announcement that is missing or made twice', async () => {
    const { expectation, evidence } = await watch('failing');
    const withReplies = (times: number) => ({
      ...evidence,
      channels: evidence.channels.map((channel) => ({
        ...channel,
        messages: channel.messages.map((message) => ({
          ...message,
          replies: Array.from({ length: times }, () => message.replies).flat(),
        })),
      })),
    });

    expect(judge([expectation], withReplies(0))).toEqual([expect.stringContaining('told ""')]);
    expect(judge([expectation], withReplies(2))).toEqual([
      expect.stringContaining('told "failed 1,failed 1"'),
    ]);
  });

  it('sees an older state after a newer one, also when only a stage was undone', async () => {
    const { expectation, evidence } = await watch('quiet');
    const edits = evidence.calls.filter(({ method }) => method === 'chat.update');
    const [first] = evidence.calls;
    const backwards: Evidence = { ...evidence, calls: [...(first ? [first] : []), ...edits.toReversed()] };

    const findings = judge([expectation], backwards).join();

    expect(findings).toContain('went back to "is running"');
    expect(findings).toContain('a stage was undone');
  });

  it.each([
    ['quiet', 'succeeded', []],
    ['quiet', 'is running', ['says "is running"']],
    ['failing', 'failed', ['lost']],
    ['recovering', 'recovered: succeeded in attempt 2', []],
  ] as const)('takes a digest for %s executions of which it says "%s": %j', async (kind, says, findings) => {
    const { expectation, evidence } = await watch(kind);
    const channels = evidence.channels.map((channel) => ({
      ...channel,
      messages: channel.messages.slice(0, 1).map((message) => toDigest(message, expectation.record, says)),
    }));

    expect(judge([expectation], { ...evidence, channels })).toEqual(
      findings.map((finding) => expect.stringContaining(finding)),
    );
  });

  it('sees what nobody expected', async () => {
    const { evidence } = await watch('quiet');

    expect(judge([], evidence)).toEqual([expect.stringContaining('nobody expected it')]);
    expect(quietExecution()).toHaveLength(14);
  });
});

async function watch(kind: Kind) {
  const { arrivals, expectation } = buildExecution({ kind, index: 0, channel: 0, startsAfter: 0 });
  const world = new FaultWorld({ config: configFor(1) });
  await world.play(arrivals.map(({ event }) => event));
  return { expectation, evidence: { channels: world.slack.channels(), calls: world.slack.calls } };
}

function toDigest(message: MessageView, record: string, says: string): MessageView {
  const url = `https://eu-west-1.console.aws.amazon.com/x/executions/${record.split('/').at(-1)}/timeline`;
  const text = { type: 'mrkdwn', text: `:white_check_mark: <${url}|it> ${says}` };
  const metadata = { event_type: 'signalbox', event_payload: { subject: 'digest/team0/1', key: 'digest' } };
  return { ...message, metadata, blocks: [{ type: 'section', text }] };
}
