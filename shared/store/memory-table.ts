import { type Addition, EMPTY_ITEM, type Item, type Replacement, type Table } from './table.ts';

/** The table's promises without a database: for the preview, which needs neither AWS nor a network, and for tests. */
export function createMemoryTable(): Table {
  const items = new Map<string, Item>();
  return {
    async add(pk, addition) {
      const item = addTo(items.get(pk) ?? EMPTY_ITEM, addition);
      items.set(pk, item);
      return item;
    },
    async get(pks) {
      return new Map(pks.flatMap((pk) => toEntry(pk, items.get(pk))));
    },
    async replace(pk, attribute, { expected, value }: Replacement) {
      const item = items.get(pk) ?? EMPTY_ITEM;
      if (item.strings.get(attribute) !== expected) return false;
      const strings = new Map(item.strings);
      if (value === undefined) strings.delete(attribute);
      else strings.set(attribute, value);
      items.set(pk, { ...item, strings });
      return true;
    },
  };
}

function addTo(item: Item, { sets = {}, strings = {}, remove = [] }: Addition): Item {
  const grown = new Map(item.sets);
  for (const [name, elements] of Object.entries(sets)) {
    grown.set(name, [...new Set([...(grown.get(name) ?? []), ...elements])]);
  }
  const written = new Map([...item.strings, ...Object.entries(strings)]);
  for (const name of remove) written.delete(name);
  return { sets: grown, strings: written };
}

function toEntry(pk: string, item: Item | undefined): readonly (readonly [string, Item])[] {
  return item === undefined ? [] : [[pk, item]];
}
