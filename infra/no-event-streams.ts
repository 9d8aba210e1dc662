/**
 * Stands in for `@smithy/core/event-streams` in the bundles. A protocol asks for it when an operation streams events;
 * none that Signalbox calls does, and the real one weighs 14 KB.
 */
export class EventStreamSerde {
  constructor() {
    throw new Error('event streams are not part of this bundle: take the alias out of infra/bundles.ts');
  }
}

export function eventStreamSerdeProvider(): never {
  throw new Error('event streams are not part of this bundle: take the alias out of infra/bundles.ts');
}
