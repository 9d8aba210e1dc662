import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { archive } from '#functions/archive/archive.ts';
import { describe as describeError } from '#shared/runtime/observability.ts';
import { FakeObjectStore, FakeTelemetry } from '#tests/support/fakes.ts';
import { leakyEvents, MARKS } from './support/canaries.ts';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';

const CONFIG = `
destinations:
  pipelines: { type: slack, channel: '#pipelines', secret: signalbox/slack }
  chat: { type: slack-webhook, secret: signalbox/chat-webhook }
  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:mail' }
routes:
  - { to: [pipelines, chat, mail] }
`;

describe('S2 secrets', () => {
  it('are in no message, mail, snapshot, log line or reason, whatever went wrong', async () => {
    const world = new FaultWorld({
      config: CONFIG,
      drawSlack: () => (world.random.chance(0.2) ? { status: 500 } : undefined),
    });
    world.slack.fail({ times: 1, with: { error: 'invalid_auth' } });

    await world.play(leakyEvents());

    const said = JSON.stringify([
      world.slack.calls,
      world.slack.channels(),
      world.topics.published,
      world.objects.objects,
      world.telemetry.lines.map(toLine),
      world.parked,
    ]);
    expect(world.slack.channels()[0]?.messages.length).toBeGreaterThan(8);
    expect(world.topics.published.length).toBeGreaterThan(8);
    expect(said).toContain('[redacted]');
    expect(MARKS.filter((mark) => said.includes(mark))).toEqual([]);
    measured('S2', `${MARKS.length} canaries: 0 hits in messages, mail, snapshots, logs`);
  });

  it('are in no object of the archive', async () => {
    const objects = new FakeObjectStore();
    const messages = leakyEvents().map((event, index) => ({
      id: String(index),
      body: JSON.stringify(event),
      receiptHandle: '',
      receiveCount: 1,
      sentAt: 0,
      groupId: undefined,
    }));

    await archive(messages, { objects, telemetry: new FakeTelemetry() });

    const kept = objects.objects.map(({ body }) => gunzipSync(body).toString()).join('');
    expect(kept.split('\n').length - 1).toBe(messages.length);
    expect(MARKS.filter((mark) => kept.includes(mark))).toEqual([]);
    measured('S2', '0 in the archive');
  });
});

function toLine({ message, error, fields }: FaultWorld['telemetry']['lines'][number]) {
  return [message, fields, error === undefined ? undefined : describeError(error)];
}
