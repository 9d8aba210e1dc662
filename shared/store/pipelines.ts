import * as z from 'zod/mini';
import { type ExecutionIdentity, toPipelineKey } from '#shared/domain/pipeline-event.ts';
import { RECORD_LIFETIME_SECONDS } from './executions.ts';
import type { Table } from './table.ts';

const Structure = z.object({ version: z.optional(z.string()), stages: z.array(z.string()) });
export type Structure = z.infer<typeof Structure>;

/** The structure that was fetched last; executions of another version ask again. */
export async function findStructure(
  table: Table,
  pipeline: ExecutionIdentity,
): Promise<Structure | undefined> {
  const key = toPipelineKey('pipeline', pipeline);
  const stored = (await table.get([key])).get(key)?.strings.get('structure');
  return stored === undefined ? undefined : Structure.parse(JSON.parse(stored));
}

/** Two versions may take turns here while both run; that costs calls, never correctness. */
export async function saveStructure(
  table: Table,
  pipeline: ExecutionIdentity,
  { structure, now }: { readonly structure: Structure; readonly now: number },
): Promise<void> {
  await table.add(toPipelineKey('pipeline', pipeline), {
    strings: { schema: '1', structure: JSON.stringify(structure) },
    numbers: { expires: now + RECORD_LIFETIME_SECONDS },
  });
}
