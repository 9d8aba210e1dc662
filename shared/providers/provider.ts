import type { Facts } from '#shared/domain/facts.ts';

/** What is known of one kind of action beside its name: the registry refines, it is never required. */
export interface Provider {
  /** 'Category/Provider', as events spell it. */
  readonly id: string;
  /** As its maker calls it. */
  readonly label: string;
  /** Where a run tells better than its kind. Undefined: by the label. */
  called?(facts: Facts): string | undefined;
  /** The page of a run, where its event holds none. */
  link?(run: ActionPlace): string | undefined;
  /**
   * What a run's own words mean, where they are not for people: JSON, codes. Undefined: show them as they are.
   *
   * @param time when it failed, in epoch seconds
   */
  reason?(facts: Facts, time?: number): string | undefined;
}

/** A run of an action, as its events tell. */
export interface ActionPlace {
  readonly account: string;
  /** Of the action, which may be another than the pipeline's. */
  readonly region: string;
  readonly pipeline: string;
  readonly facts: Facts;
}
