import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { failingExecution, recoveringExecution } from '#tests/support/scenes.ts';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { seenIn } from './support/view.ts';

/** What version 1 of the records left in the table after a failure. Never rewritten: later versions must read it. */
const STORED = new URL('./fixtures/records-1.json', import.meta.url);
const KEYS = [
  'execution/111122223333/eu-west-1/web-shop/7a8e7924-7efa-442e-beaa-961a80e42bf2',
  'pipeline/111122223333/eu-west-1/web-shop',
];
const DELIVERIES = ['pipelines', 'mail', '_snapshots'].map((name) => `delivery/${name}/${KEYS[0]}`);

interface StoredItem {
  readonly sets: Readonly<Record<string, readonly string[]>>;
  readonly strings: Readonly<Record<string, string>>;
}
type Stored = Readonly<Record<string, StoredItem>>;

const RETRY = recoveringExecution().slice(failingExecution().length);

describe('R20 records of another version', () => {
  it('are read as they were written by version 1, and gone on with', async () => {
    const world = await afterFailure();
    await replaceRecords(world, readStored());

    await world.play(RETRY);

    expect(summaryOf(world)).toEqual(EXPECTED);
    measured('R20', 'records of schema 1 are gone on with: 1 card, 0 repeated');
  });

  it('are read by version 1 when a later one has added to them', async () => {
    const world = await afterFailure();
    await replaceRecords(world, withAdditions(await currentRecords(world)));

    await world.play(RETRY);

    expect(summaryOf(world)).toEqual(EXPECTED);
    measured('R20', 'what a later version adds is passed over');
  });
});

const EXPECTED = {
  cards: ['web-shop recovered: succeeded in attempt 2'],
  replies: ['web-shop failed in Build', 'web-shop recovered: succeeded in attempt 2'],
  mails: ['web-shop failed in Build', 'web-shop recovered: succeeded in attempt 2'],
  parked: 0,
};

function summaryOf({ slack, topics, parked }: FaultWorld) {
  const seen = seenIn(slack);
  const firstLine = ({ text }: { readonly text: string }) => text.split('\n')[0];
  return {
    cards: seen.map(firstLine),
    replies: seen.flatMap(({ replies }) => replies.map(firstLine)),
    mails: topics.published.map(({ Subject }) => Subject),
    parked: parked.length,
  };
}

async function afterFailure(): Promise<FaultWorld> {
  const world = new FaultWorld();
  await world.play(failingExecution());
  return world;
}

async function currentRecords({ table }: FaultWorld): Promise<Stored> {
  const items = await table.get([...KEYS, ...DELIVERIES]);
  return Object.fromEntries(
    [...items].map(([key, { sets, strings }]) => [
      key,
      {
        sets: Object.fromEntries([...sets].map(([name, elements]) => [name, [...elements].sort()])),
        strings: Object.fromEntries(strings),
      },
    ]),
  );
}

/** Where messages are is this world's own matter; all else is as stored. */
async function replaceRecords(world: FaultWorld, stored: Stored): Promise<void> {
  const current = await currentRecords(world);
  for (const [key, { sets, strings }] of Object.entries(stored)) {
    const present = current[key]?.strings ?? {};
    await world.table.add(key, { remove: Object.keys(present) });
    await world.table.add(key, {
      sets,
      strings: Object.fromEntries(
        Object.entries(strings).map(([name, text]) => [name, withRef(text, present[name] ?? '{}')]),
      ),
    });
  }
}

function withRef(text: string, present: string): string {
  if (!text.includes('"ref"')) return text;
  return JSON.stringify({ ...JSON.parse(text), ref: JSON.parse(present).ref });
}

function readStored(): Stored {
  return JSON.parse(readFileSync(STORED, 'utf8'));
}

/** Another kind of fact, another element, another member, another attribute. */
function withAdditions(stored: Stored): Stored {
  return Object.fromEntries(
    Object.entries(stored).map(([key, { sets, strings }]) => [
      key,
      {
        sets: { ...mapValues(sets, (elements) => elements.map(extendObservation)), novelty: ['1'] },
        strings: { ...mapValues(strings, extendEntry), novelty: '{"later":true}' },
      },
    ]),
  );
}

function extendObservation(text: string): string {
  const [state, time, attempt, stage = 0, action = 0, facts = {}] = JSON.parse(text);
  return JSON.stringify([state, time, attempt, stage, action, { ...facts, zz: 'later' }, { later: true }]);
}

function extendEntry(text: string): string {
  return text.startsWith('{') ? JSON.stringify({ ...JSON.parse(text), later: true }) : text;
}

function mapValues<T>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
