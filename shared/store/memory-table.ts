import type { OpenRecords } from './open-records.ts';
import { type Addition, EMPTY_ITEM, type Item, type Replacement, type Table } from './table.ts';

interface Stored {
  readonly item: Item;
  readonly numbers: ReadonlyMap<string, number>;
}

const NOTHING: Stored = { item: EMPTY_ITEM, numbers: new Map() };

/** The table's promises without a database: for the preview, which needs neither AWS nor a network, and for tests. */
export function createMemoryTable(): Table & OpenRecords {
  const items = new Map<string, Stored>();
  return {
    async add(pk, addition) {
      const stored = addTo(items.get(pk) ?? NOTHING, addition);
      items.set(pk, stored);
      return stored.item;
    },
    async get(pks) {
      return new Map(pks.flatMap((pk) => toEntry(pk, items.get(pk)?.item)));
    },
    async replace(pk, attribute, { expected, value, numbers = {} }: Replacement) {
      const stored = items.get(pk) ?? NOTHING;
      if (stored.item.strings.get(attribute) !== expected) return false;
      const change = value === undefined ? { remove: [attribute] } : { strings: { [attribute]: value } };
      items.set(pk, addTo(stored, { ...change, numbers }));
      return true;
    },
    async list({ kind, touchedBefore, limit }) {
      const open = [...items].filter(([, { item }]) => item.strings.get('open') === kind);
      return open
        .map(([key, { numbers }]) => ({ key, touched: numbers.get('touched') ?? 0 }))
        .filter(({ touched }) => touched < touchedBefore)
        .sort((left, right) => left.touched - right.touched)
        .slice(0, limit);
    },
  };
}

function addTo({ item, numbers: before }: Stored, addition: Addition): Stored {
  const { sets = {}, strings = {}, numbers = {}, remove = [] } = addition;
  const grown = new Map(item.sets);
  for (const [name, elements] of Object.entries(sets)) {
    grown.set(name, [...new Set([...(grown.get(name) ?? []), ...elements])]);
  }
  const written = new Map([...item.strings, ...Object.entries(strings)]);
  for (const name of remove) written.delete(name);
  return {
    item: { sets: grown, strings: written },
    numbers: new Map([...before, ...Object.entries(numbers)]),
  };
}

function toEntry(pk: string, item: Item | undefined): readonly (readonly [string, Item])[] {
  return item === undefined ? [] : [[pk, item]];
}
