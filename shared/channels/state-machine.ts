import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { RecordView } from '#shared/domain/record.ts';
import { StateMachineArn } from '#shared/routing/state-machine-arn.ts';
import { defineChannel, type MessageIdentity } from './channel.ts';
import { toJsonWithin } from './json-message.ts';

/** The one that we ship: infra/failure-response. */
export const FAILURE_RESPONSE = 'failure-response';

const Settings = z.strictObject({
  type: z.literal('state-machine'),
  stateMachine: z
    .union([z.literal(FAILURE_RESPONSE), StateMachineArn])
    .check(
      z.describe(
        `ARN of an existing state machine, or ${FAILURE_RESPONSE} for the one that comes with Signalbox`,
      ),
    ),
});

const MAX_INPUT_BYTES = 256 * 1024;

/** Starts an execution for each announcement, with the record as its input. */
export const stateMachine = defineChannel<z.infer<typeof Settings>, { readonly input: string }>({
  type: 'state-machine',
  settings: Settings,
  follows: 'transitions',
  hasBudget: false,
  needs: ({ stateMachine: machine }) => ({ stateMachines: [machine] }),
  // A failure of what a notice started would be the notice that starts the next, for ever.
  render: (rendering) =>
    isOfOurs(rendering.record) ? undefined : { input: toJsonWithin(rendering, MAX_INPUT_BYTES) },
  async send({ message, settings, identity, name, clients }) {
    const { stateMachine: machine } = settings;
    await clients.stateMachines.start({
      machine: machine === FAILURE_RESPONSE ? clients.failureResponse : machine,
      name: toName(identity, name),
      input: message.input,
    });
    return { ref: undefined };
  },
});

/** Whether it tells of an execution that a destination of this type started: by its name, or where that was taken for a secret. */
function isOfOurs(record: RecordView): boolean {
  return (
    record.kind === 'notice' && /:execution:[^:]+:(?:[0-9a-f]{64}|\[redacted\])$/.test(record.resource ?? '')
  );
}

/** A repeat has the same name, and so is the same execution. */
function toName({ subject, key }: MessageIdentity, destination: string): string {
  return createHash('sha256')
    .update(JSON.stringify([subject, key, destination]))
    .digest('hex');
}
