import type { Agenda } from './agenda.ts';
import type { Place } from './definition.ts';
import type { Pipeline, Position } from './execution.ts';
import type { Jobs } from './jobs.ts';
import type { Emission } from './outbox.ts';

/** Everything the simulated service is made of. */
export interface World {
  readonly place: Place;
  readonly agenda: Agenda;
  readonly pipelines: Map<string, Pipeline>;
  readonly jobs: Jobs;
  publish(event: Emission): void;
  /** Publishes to an SNS topic. */
  notify(topicArn: string, subject: string, message: string): void;
  /** Called after a stage has changed its state. */
  stageChanged(position: Position): void;
}
