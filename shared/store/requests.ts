import * as z from 'zod/mini';
import type { Table } from './table.ts';

/** Longer than any queue keeps a command. */
const LIFETIME_SECONDS = 30 * 86_400;
const ATTRIBUTE = 'request';

const Stored = z.object({
  state: z.enum(['begun', 'done']),
  executionId: z.string(),
  stage: z.optional(z.string()),
});

/** What a command was found to be about: a repeat of it is about the very same, whatever is the newest by then. */
export interface RequestTarget {
  readonly executionId: string;
  readonly stage: string | undefined;
}

export interface StoredRequest extends RequestTarget {
  readonly state: 'begun' | 'done';
}

export async function findRequest(table: Table, request: string): Promise<StoredRequest | undefined> {
  const key = toRequestKey(request);
  const text = (await table.get([key])).get(key)?.strings.get(ATTRIBUTE);
  if (text === undefined) return undefined;
  const { state, executionId, stage } = Stored.parse(JSON.parse(text));
  return { state, executionId, stage };
}

/** Undefined: it is ours to do, for the first time. Else how far somebody got with it. */
export async function beginRequest(
  table: Table,
  request: string,
  { target, now }: { readonly target: RequestTarget; readonly now: number },
): Promise<StoredRequest | undefined> {
  const isNew = await table.replace(toRequestKey(request), ATTRIBUTE, {
    expected: undefined,
    value: JSON.stringify({ state: 'begun', ...target }),
    numbers: { expires: now + LIFETIME_SECONDS },
  });
  return isNew ? undefined : findRequest(table, request);
}

/** Whatever came of it, it is not done again. */
export async function endRequest(table: Table, request: string, target: RequestTarget): Promise<void> {
  const value = JSON.stringify({ state: 'done', ...target });
  await table.add(toRequestKey(request), { strings: { schema: '1', [ATTRIBUTE]: value } });
}

function toRequestKey(request: string): string {
  return `request/${request}`;
}
