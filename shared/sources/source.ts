import * as z from 'zod/mini';
import type { ToldAnswer } from '#shared/domain/approval.ts';
import type { Notice } from '#shared/domain/notice.ts';
import type { PipelineEvent } from '#shared/domain/pipeline-event.ts';

/** Text wherever text may stand: numbers and booleans are spelled out, anything else is as good as absent. */
export const Text = z.catch(
  z.optional(z.union([z.string(), z.pipe(z.union([z.number(), z.boolean()]), z.transform(String))])),
  undefined,
);

/** One of a set of words, in capitals: whoever sends an event on may have changed its letters. */
export const Word = z.pipe(
  Text,
  z.transform((text: string | undefined) => text?.toUpperCase()),
);

/** An object of which any member may be missing, null or of another type, as may the object itself. */
export function part<T extends Readonly<Record<string, z.ZodMiniType>>>(shape: T) {
  const schema = z.object(shape);
  // Not before it is needed: at the first parse, zod compiles the schema, and a cold start would pay for all of them.
  return z.catch(schema, () => schema.parse({}));
}

/** A list of what is there; anything else is as good as an empty one. */
export function list<T extends z.ZodMiniType>(item: T) {
  return z.catch(z.array(item), []);
}

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
  /** Of our own message to a topic, which is no event. */
  record: Text,
});
export type Envelope = z.infer<typeof Envelope>;

export interface Source {
  readonly id: string;
  matches(envelope: Envelope): boolean;
  /** Throws InvalidInputError when what identifies the event is missing. */
  read(envelope: Envelope, context: SourceContext): Reading;
}

/** `passedOver`: why there is nothing to tell, as a count's reason; the archive has it all the same. */
export type Reading = { readonly event: PipelineEvent } | News | { readonly passedOver: string };

export interface News {
  readonly notice: Notice;
  /** Of an approval: where that is known it tells of its answer, in place of the notice. */
  readonly answer?: ToldAnswer;
}

export interface SourceContext {
  /** Epoch seconds; stands in where an event has no time of its own. 0: not known. */
  readonly receivedAt: number;
  /** Stands in where an event of a pipeline does not say where it is. */
  readonly place?: Partial<Place>;
}

export interface Place {
  readonly account: string;
  readonly region: string;
}

export function detailTypeOf(envelope: Envelope): string | undefined {
  return envelope['detail-type'] ?? envelope.detailType;
}

/** Whether it is one of these kinds of events of an AWS service, also by way of a notification rule. */
export function isOf(envelope: Envelope, service: string, detailTypes: readonly string[]): boolean {
  return envelope.source === service && detailTypes.includes(detailTypeOf(envelope) ?? '');
}

/** Epoch seconds. */
export function secondsOf(time: string | undefined): number | undefined {
  const milliseconds = millisecondsOf(time);
  return milliseconds === undefined ? undefined : Math.trunc(milliseconds / 1000) || undefined;
}

// Date.parse would take '1' for a year, and a time without a zone for one of this machine's.
const ISO_TIME = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Epoch milliseconds, in UTC where no zone is told. Nothing was before 1970: such a time stands for none. */
export function millisecondsOf(time = ''): number | undefined {
  const found = ISO_TIME.exec(time.trim());
  if (found === null) return undefined;
  const [, date, clock = '00:00', zone = 'Z'] = found;
  const milliseconds = Date.parse(`${date}T${clock}${zone.replace(/(\d\d)(\d\d)$/, '$1:$2').toUpperCase()}`);
  return milliseconds > 0 ? milliseconds : undefined;
}
