import { describe, expect, it } from '@jest/globals';
import { renderPage } from '#local/console/page/page.ts';
import { INITIAL_STATE, type State, toPlace } from '#local/console/page/state.ts';
import { toText } from '#local/console/page/tree.ts';

const NOW = new Date('2026-10-01T12:00:00Z');

const STATE: State = {
  ...INITIAL_STATE,
  isConnected: true,
  demos: [{ name: 'succeeds', title: 'Succeeds', description: 'goes well' }],
  pipelines: [
    { name: 'quiet', mode: 'QUEUED', stages: [{ name: 'Source' }], executions: [] },
    {
      name: 'web',
      mode: 'SUPERSEDED',
      stages: [
        { name: 'Source', state: 'SUCCEEDED' },
        { name: 'Deploy', state: 'FAILED' },
      ],
      executions: [
        {
          id: 'e-1',
          state: 'FAILED',
          attempt: 2,
          startedAt: NOW.getTime() - 90_000,
          updatedAt: NOW.getTime() - 30_000,
          commit: { id: 'c', subject: 'Add a thing', author: 'Ada' },
          stages: [
            { name: 'Source', state: 'SUCCEEDED', actions: [] },
            { name: 'Deploy', state: 'FAILED', actions: [] },
          ],
        },
      ],
    },
  ],
  mail: [{ id: '1', topic: 'release-mail', subject: 'web failed', text: 'It failed.', at: NOW.getTime() }],
  archive: [{ key: 'events/date=2026-10-01/a.ndjson.gz', size: 2_048, at: NOW.getTime() }],
  log: {
    first: 0,
    lines: ['ingest: {"level":"INFO","message":"routed","destination":"mail"}', 'deliver: plain text'],
  },
};

function show(hash: string, more: Partial<State> = {}): string {
  return renderPage({ ...STATE, ...more, place: toPlace(hash) }, NOW)
    .map(toText)
    .join('\n');
}

describe('renderPage', () => {
  it('shows the pipelines, the one that ran last first, with the state of each stage in words', () => {
    const text = show('');

    expect(text).toContain(
      'websuperseded mode✓Sourcesucceeded✕Deployfailedfailed · attempt 2Add a thing1m 00s',
    );
    expect(text.indexOf('websuperseded')).toBeLessThan(text.indexOf('quietqueued'));
  });

  it('shows mail as a reader of mail would', () => {
    const text = show('#/mail');

    expect(text).toContain('FromAWS Notifications <no-reply@sns.amazonaws.com>Tosubscribers of release-mail');
    expect(text).toContain('It failed.');
  });

  it('shows objects of the archive, and the opened one line by line', () => {
    const openedObject = { key: 'events/date=2026-10-01/a.ndjson.gz', text: '{"a":1}\n{"b":2}\n' };

    const text = show('#/archive', { openedObject });

    expect(text).toContain('events/date=2026-10-01/a.ndjson.gz2.0 KB');
    expect(text).toContain('{\n  "a": 1\n}\n\n{\n  "b": 2\n}');
  });

  it('shows the log newest first, with what a line says before its details', () => {
    const text = show('#/log');

    expect(text).toMatch(/deliverplain text[\s\S]*ingestrouteddestination=mail/);
  });

  it('shows what was decided: what there is to say, by which route, and what became of it', () => {
    const told = { name: 'mail', outcome: 'sent' };

    const text = show('#/decisions', {
      decisions: [
        {
          key: 'execution/1',
          subject: 'web',
          detail: 'e-1',
          at: 1,
          announcements: [
            { what: 'failed in Deploy', routes: [1, 2], destinations: [told] },
            { what: 'succeeded', routes: [], destinations: [] },
          ],
        },
      ],
    });

    expect(text).toContain(
      'web e-1WhatRouteDestinationsfailed in Deploy1, 2mail sent succeedednone matchednobody',
    );
  });

  it('says that it lost the server', () => {
    expect(show('', { isConnected: false })).toContain('Reconnecting…');
  });
});
