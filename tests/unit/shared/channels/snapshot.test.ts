import { describe, expect, it } from '@jest/globals';
import { snapshot } from '#shared/channels/snapshot.ts';
import { DIAGNOSIS } from '#shared/domain/observation.ts';
import { announcementsOf, type RecordView } from '#shared/domain/record.ts';
import { recordCard } from '#shared/presentation/record-card.ts';
import { START } from '#tests/support/build-event.ts';
import { buildExecution, buildNotice, seen } from '#tests/support/build-record.ts';
import { fakeClients } from '#tests/support/fakes.ts';

function render(record: RecordView) {
  return snapshot
    .open('_snapshots', { type: 'snapshot' })
    .render({ record, announcement: undefined, card: recordCard(record) });
}

describe('the channel snapshot', () => {
  it('writes a finished execution to its place in the archive', () => {
    expect(render(buildExecution(seen('STARTED@0', 'SUCCEEDED@60')))?.payload).toEqual({
      key: 'snapshots/account=111122223333/region=eu-west-1/pipeline=web-shop/year=2026/month=03/day=04/7a8e7924-7efa-442e-beaa-961a80e42bf2.json',
      contentType: 'application/json',
      body: `${JSON.stringify({
        version: 1,
        account: '111122223333',
        region: 'eu-west-1',
        pipeline: 'web-shop',
        executionId: '7a8e7924-7efa-442e-beaa-961a80e42bf2',
        state: 'SUCCEEDED',
        attempt: 1,
        startedAt: '2026-03-04T09:15:00.000Z',
        endedAt: '2026-03-04T09:16:00.000Z',
        stages: [],
        failures: [],
        revisions: [],
      })}\n`,
    });
  });

  it('says how it stands beside those before it, where somebody has looked', () => {
    const start = (START - 600) * 1000;
    const runs = [{ start, end: start + 9000, words: { '': 'FAILED' } }];
    const execution = buildExecution(seen('STARTED@0', 'FAILED@60'));

    const payload = render({ ...execution, history: { runs, isOpen: false } })?.payload;

    expect(JSON.parse((payload as { readonly body: string }).body).history).toEqual({
      failedInARow: 2,
      since: '2026-03-04T09:05:00.000Z',
      isOpen: false,
    });
  });

  it.each([
    ['an execution that runs', buildExecution()],
    ['one that is being stopped', buildExecution(seen('STARTED@0', 'STOPPING@9'))],
    ['a notice', buildNotice()],
  ])('writes nothing of %s', (_, record) => {
    expect(render(record)).toBeUndefined();
  });

  it('writes nothing of announcements: the present says it all', () => {
    const record = buildExecution(seen('SUCCEEDED@60'));
    const [announcement] = announcementsOf(record);
    const destination = snapshot.open('_snapshots', { type: 'snapshot' });

    expect(destination.render({ record, announcement, card: recordCard(record) })).toBeUndefined();
  });

  it('says what a service told of a failure, but no lines of its log', () => {
    const failed = seen('Build.Test FAILED@9')[0];
    const told = { why: 'exit status 1', failedAt: 'BUILD phase', tests: '3 of 120 failed' };
    const facts = { ...told, excerpt: '["canary"]' };
    const record = buildExecution([
      ...seen('FAILED@10'),
      { ...failed },
      { ...failed, state: DIAGNOSIS, facts },
    ]);

    const body = Object(render(record)?.payload).body;

    expect(body).not.toContain('canary');
    expect(JSON.parse(body)).toMatchObject({ failures: [{ actions: [{ name: 'Test', ...told }] }] });
  });

  it('stays where it was first written, also when an earlier start becomes known', async () => {
    const clients = fakeClients();
    const message = render(buildExecution(seen('SUCCEEDED@60')));
    const input = { identity: { subject: 's', key: 'k' }, clients } as const;

    const first = await message?.send({ ...input, operation: 'post', ref: undefined });
    const again = await message?.send({
      ...input,
      operation: 'update',
      ref: { key: 'snapshots/earlier.json' },
    });

    expect(first).toEqual({ ref: { key: expect.stringContaining('snapshots/account=') } });
    expect(again).toEqual({ ref: { key: 'snapshots/earlier.json' } });
    expect(clients.objects.objects.map(({ key }) => key)).toEqual([
      expect.stringContaining('snapshots/account='),
      'snapshots/earlier.json',
    ]);
  });
});
