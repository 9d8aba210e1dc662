import { createHash } from 'node:crypto';
import type { Item, Table } from './table.ts';

/** Who is not found is looked for again after a day; people come and go more slowly than that. */
const KNOWN_SECONDS = 30 * 86_400;
const UNKNOWN_SECONDS = 86_400;

/** A person of one workspace, by an address that its key does not tell. */
export interface PersonPlace {
  /** Name of the workspace's secret. */
  readonly secret: string;
  readonly email: string;
}

export function toPersonKey({ secret, email }: PersonPlace): string {
  const hash = createHash('sha256').update(JSON.stringify([secret, email.toLowerCase()]));
  return `person/${hash.digest('hex')}`;
}

/** The member's id; '' for an address that is nobody's there; undefined when nobody has looked lately. */
export function personIn(item: Item | undefined, now: number): string | undefined {
  const id = item?.strings.get('id');
  return id === undefined || Number(item?.strings.get('until')) <= now ? undefined : id;
}

export async function savePerson(
  table: Table,
  place: PersonPlace,
  { id, now }: { readonly id: string; readonly now: number },
): Promise<void> {
  const until = now + (id === '' ? UNKNOWN_SECONDS : KNOWN_SECONDS);
  await table.add(toPersonKey(place), {
    strings: { schema: '1', id, until: String(until) },
    numbers: { expires: until },
  });
}
