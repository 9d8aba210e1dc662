import * as z from 'zod/mini';
import { snapshotKey } from '#shared/archive/key.ts';
import type { StoredObject } from '#shared/clients/object-store.ts';
import { isTerminal } from '#shared/domain/state.ts';
import { defineChannel } from './channel.ts';
import { toExecutionJson } from './json-message.ts';

const Settings = z.strictObject({ type: z.literal('snapshot') });

/** One object per finished execution in the archive, replaced when a retry or a late fact changes it. */
export const snapshot = defineChannel<z.infer<typeof Settings>, StoredObject>({
  type: 'snapshot',
  settings: Settings,
  follows: 'state',
  hasBudget: false,
  needs: () => ({}),
  render({ record, announcement }) {
    if (record.kind !== 'execution' || announcement !== undefined || !isTerminal(record.state))
      return undefined;
    return {
      key: snapshotKey(record),
      body: `${JSON.stringify({ version: 1, ...toExecutionJson(record) })}\n`,
      contentType: 'application/json',
    };
  },
  async send({ message, ref, clients }) {
    // Once written it stays where it is, also when an earlier start becomes known.
    const key = ref?.['key'] ?? message.key;
    await clients.objects.put({ ...message, key });
    return { ref: { key } };
  },
});
