import type { Table } from '#shared/store/table.ts';

/** Every answer of the table says what time it is there. */
export function withDates(table: Table, date: () => void): Table {
  return {
    add: (...input) => table.add(...input).finally(date),
    get: (...input) => table.get(...input).finally(date),
    replace: (...input) => table.replace(...input).finally(date),
  };
}
