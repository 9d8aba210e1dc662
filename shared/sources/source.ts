import * as z from 'zod/mini';
import type { Notice } from '#shared/domain/notice.ts';
import type { PipelineEvent } from '#shared/domain/pipeline-event.ts';

/** Text wherever text may stand: numbers and booleans are spelled out, anything else is as good as absent. */
export const Text = z.catch(
  z.optional(z.union([z.string(), z.pipe(z.union([z.number(), z.boolean()]), z.transform(String))])),
  undefined,
);

/** EventBridge's envelope, and the notification rule's, whose detail type is spelled `detailType`. */
export const Envelope = z.object({
  id: Text,
  source: Text,
  'detail-type': Text,
  detailType: Text,
  account: Text,
  region: Text,
  time: Text,
  resources: z.catch(z.array(Text), []),
  detail: z.optional(z.unknown()),
  additionalAttributes: z.optional(z.unknown()),
});
export type Envelope = z.infer<typeof Envelope>;

export interface Source {
  readonly id: string;
  matches(envelope: Envelope): boolean;
  /** Throws InvalidInputError when what identifies the event is missing. */
  read(envelope: Envelope, context: SourceContext): Reading;
}

/** `passedOver`: why there is nothing to tell, as a count's reason; the archive has it all the same. */
export type Reading =
  | { readonly event: PipelineEvent }
  | { readonly notice: Notice }
  | { readonly passedOver: string };

export interface SourceContext {
  /** Epoch seconds; stands in where an event has no time of its own. */
  readonly receivedAt: number;
}

export function detailTypeOf(envelope: Envelope): string | undefined {
  return envelope['detail-type'] ?? envelope.detailType;
}
