import type { Item } from '#shared/store/table.ts';

const NUMBER_BYTES = 7;

/** As DynamoDB counts: UTF-8 of names and strings, one byte and up for numbers, three for a set and one for each element. */
export function itemBytes(pk: string, item: Item | undefined, numbers: readonly string[] = []): number {
  const strings = [...(item?.strings ?? [])].map(([name, value]) => Buffer.byteLength(name + value));
  const sets = [...(item?.sets ?? [])].map(
    ([name, elements]) =>
      3 +
      Buffer.byteLength(name) +
      elements.reduce((bytes, element) => bytes + 1 + Buffer.byteLength(element), 0),
  );
  const rest = numbers.map((name) => name.length + NUMBER_BYTES);
  return [...strings, ...sets, ...rest, Buffer.byteLength(`pk${pk}`)].reduce((sum, bytes) => sum + bytes, 0);
}
