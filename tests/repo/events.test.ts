import { basename, dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { parseEvents } from '#cli/read-events.ts';
import { SERVICES } from '#shared/domain/notice.ts';
import { readEvent, sources } from '#shared/sources/index.ts';
import { Envelope } from '#shared/sources/source.ts';
import { eventsOf } from '#tests/support/samples.ts';
import { patternFile, patternsFor } from './support/patterns.ts';
import { readFiles, readText } from './support/sources.ts';

interface Expected {
  /** Of shared/sources/; undefined: it is no event, but what a topic tells of. */
  readonly source: string | undefined;
  /** Of events/patterns.yml; undefined: it comes through a topic, by no rule. */
  readonly pattern: string | undefined;
}

const FOLDERS: Readonly<Record<string, Expected>> = {
  codepipeline: { source: 'codepipeline', pattern: 'codepipeline' },
  providers: { source: 'codepipeline', pattern: 'codepipeline' },
  scenes: { source: 'codepipeline', pattern: 'codepipeline' },
  'notification-rule': { source: 'notification-rule', pattern: undefined },
  'approval-topic': { source: undefined, pattern: undefined },
  'codedeploy-trigger': { source: undefined, pattern: undefined },
  own: { source: 'own', pattern: undefined },
  'failure-response': { source: 'failure-response', pattern: undefined },
  ...Object.fromEntries(SERVICES.map((service) => [service, { source: service, pattern: service }])),
};

const CONTEXT = { receivedAt: 1_772_000_000 };

const index = readText('events/README.md');
const files = readFiles('events/**/*.{json,ndjson}').map(({ path, text }) => ({
  path,
  folder: dirname(path).split('/').at(-1) ?? '',
  events: parseEvents(text, path).flatMap((event) => ('raw' in event ? eventsOf(event.raw) : [event.error])),
}));

describe('sample events', () => {
  it('are all in the index, which names no other', () => {
    const found = files.map(({ path, folder }) => `${folder}/${basename(path)}`);

    expect(indexed().toSorted()).toEqual(found.toSorted());
  });

  it.each(files)(
    '$path is read by one source, and taken by its rule unless it is passed over',
    ({ path, folder, events }) => {
      const expected = FOLDERS[folder];
      const readers = events.map((event) => readersOf(event).join());

      expect(events.length).toBeGreaterThan(0);
      expect([...new Set(readers)]).toEqual([expected?.source ?? '']);
      for (const event of events)
        expect(patternsFor(event)).toEqual(
          isLeftOut(event, path) ? [] : [expected?.pattern].flatMap((one) => one ?? []),
        );
    },
  );

  it.each(files.filter(({ folder }) => folder === 'approval-topic'))(
    '$path is asked of CodePipeline',
    ({ events }) => {
      const read = events.map((event) => readEvent(event, CONTEXT));

      expect(read.every((one) => 'approval' in one)).toBe(true);
    },
  );

  it('cover every source and every pattern', () => {
    const expected = Object.values(FOLDERS);

    expect(new Set(expected.flatMap(({ source }) => source ?? []))).toEqual(
      new Set(sources.map(({ id }) => id)),
    );
    expect(new Set(expected.flatMap(({ pattern }) => pattern ?? []))).toEqual(
      new Set([...Object.keys(patternFile.always), ...Object.keys(patternFile.routed)]),
    );
  });

  it.each(['id', 'execution-id', 'action-execution-id'])('share no %s between files', (name) => {
    const all = files.flatMap(({ events }) => [...new Set(events.flatMap((event) => valuesOf(event, name)))]);

    expect(all.length).toBeGreaterThan(20);
    expect(all.filter((value, place) => all.indexOf(value) !== place)).toEqual([]);
  });

  it('have an id for each event', () => {
    const ids = files.flatMap(({ events }) => events.flatMap((event) => valuesOf(event, 'id')));

    expect(new Set(ids).size).toBe(ids.length);
  });
});

/** `folder/file` of every row of the tables. */
function indexed(): readonly string[] {
  const sections = index.split(/^## /m).slice(1);
  return sections.flatMap((section) => {
    const folder = section.slice(0, section.indexOf('/'));
    return [...section.matchAll(/^\| ([\w-]+\.(?:json|ndjson)) \|/gm)].map(([, file]) => `${folder}/${file}`);
  });
}

function readersOf(event: unknown): readonly string[] {
  const envelope = Envelope.parse(event);
  return sources.filter((source) => source.matches(envelope)).map(({ id }) => id);
}

/** What is not told is not asked for; an event that is not what it should be may be taken all the same. */
function isLeftOut(event: unknown, path: string): boolean {
  return 'passedOver' in readEvent(event, CONTEXT) && !basename(path).startsWith('awkward-');
}

/** In the event's envelope or its detail: what identifies it, its execution or its action's run. */
function valuesOf(event: unknown, name: string): readonly string[] {
  const Part = z.record(z.string(), z.unknown());
  const envelope = Part.parse(event);
  const detail = Part.safeParse(envelope['detail']).data ?? {};
  const value = envelope[name] ?? detail[name];
  return typeof value === 'string' ? [value] : [];
}
