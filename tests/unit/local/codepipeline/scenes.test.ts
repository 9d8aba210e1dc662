import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parseStateChange } from './state-change.ts';

const SCENES = new URL('../../../../events/scenes/', import.meta.url);
const files = readdirSync(SCENES);
const modern = files.filter((file) => !file.startsWith('legacy-'));

it.each(modern)('the scene %s keeps the rules for the fields', (file) => {
  const events = eventsOf(file).map(parseStateChange);

  expect(events.length).toBeGreaterThan(10);
});

it('the legacy scene has none of the newer members', () => {
  const members = eventsOf('legacy-retried.ndjson').flatMap(({ detail }) => Object.keys(detail));

  expect([...new Set(members)].toSorted()).toEqual([
    'action',
    'execution-id',
    'pipeline',
    'stage',
    'state',
    'type',
    'version',
  ]);
});

it('no two events of any scenes share an id', () => {
  const ids = files.flatMap((file) => eventsOf(file).map((event) => event.id));

  expect(new Set(ids).size).toBe(ids.length);
});

function eventsOf(file: string): { id: string; detail: object }[] {
  const lines = readFileSync(new URL(file, SCENES), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}
