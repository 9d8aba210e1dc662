import { createHash } from 'node:crypto';
import type { App } from '#shared/app.ts';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { inTime } from '#shared/clients/in-time.ts';
import { type Facts, facts } from '#shared/domain/facts.ts';
import {
  type ActionConfigurations,
  createActionConfigurations,
} from '#shared/enrichment/action-configuration.ts';
import { findChanges } from '#shared/enrichment/changes.ts';
import type { FailedAction } from '#shared/enrichment/diagnosis.ts';
import { explain } from '#shared/enrichment/explain.ts';
import { answerOf, failuresOf } from '#shared/enrichment/parts.ts';
import { describeRevisions } from '#shared/enrichment/revisions.ts';
import { AppError, UnavailableError } from '#shared/errors.ts';

/** For one batch: what CodePipeline told of an execution serves all its failures. */
export type Memo = Map<string, ActionConfigurations>;

export interface Asking {
  readonly record: string;
  readonly app: Pick<App, 'telemetry' | 'destinations' | 'pipelineAnswers'>;
  readonly services: AwsServices;
  readonly memo: Memo;
  /** From 1. */
  readonly receiveCount: number;
}

export interface More {
  readonly changes: Facts;
  /** Of revisions, each with its `commit`. */
  readonly told: readonly Facts[];
  /** To be thrown when all else is done: then what is missing here is asked for again. */
  readonly later: UnavailableError | undefined;
}

/** Waits of 2, 4, 8, 16 and 32 seconds and something: a minute, in which a burst of failures is over. */
const MAX_TRIES = 6;
/** A diagnosis is several calls; the function has half a minute. */
const PATIENCE_MILLISECONDS = 20_000;
const PATIENCE_FOR_MORE_MILLISECONDS = 6_000;

/** @throws UnavailableError, to be tried again later and later: a burst must not use up what the services allow */
export async function askWhy(failed: FailedAction, asking: Asking): Promise<Facts> {
  const { app, services } = asking;
  const wantsLog = [...app.destinations.values()].some((destination) => destination.wantsLog);
  const configurations = configurationsOf(failed, asking);
  try {
    const { facts: found, missed } = await inTime(
      explain(failed, { services, configurations, wantsLog }),
      PATIENCE_MILLISECONDS,
      `Why ${failed.action} failed`,
    );
    reportMissed(missed, failed, asking);
    return found;
  } catch (error) {
    const later = toLater(error, asking);
    if (later !== undefined) throw later;
    reportMissed([error], failed, asking);
    return {};
  }
}

/** What came since the stage last succeeded, and who wrote it. */
export async function askForMore(
  failed: FailedAction,
  revisions: readonly Facts[],
  asking: Asking,
): Promise<More> {
  const { app, services } = asking;
  const configurations = configurationsOf(failed, asking);
  const { listings } = app.pipelineAnswers;
  const [changes, told] = await Promise.allSettled([
    askMore(findChanges(failed, { services, listings }), 'What came since the last success'),
    askMore(describeRevisions(failed, revisions, { services, configurations }), 'What a pipeline took'),
  ]);
  const errors = failuresOf(changes, told);
  const later = errors.map((error) => toLater(error, asking)).find((error) => error !== undefined);
  const missed = errors.filter((error) => toLater(error, asking) === undefined);
  reportMissed(missed, failed, asking);
  const { since, count } = answerOf(changes) ?? {};
  return {
    changes: facts({ since, changes: count === undefined ? undefined : String(count) }),
    told: answerOf(told) ?? [],
    later,
  };
}

function askMore<T>(work: Promise<T>, what: string): Promise<T> {
  return inTime(work, PATIENCE_FOR_MORE_MILLISECONDS, what);
}

function configurationsOf({ account }: FailedAction, { services, app, memo }: Asking): ActionConfigurations {
  const known = memo.get(account) ?? createActionConfigurations(services, app.pipelineAnswers.runs);
  memo.set(account, known);
  return known;
}

/** Undefined: to ask again does not help, or was done often enough. */
function toLater(error: unknown, { record, receiveCount }: Asking): UnavailableError | undefined {
  if (!(error instanceof AppError) || error.remedy !== 'retry' || receiveCount >= MAX_TRIES) return undefined;
  return new UnavailableError(error.message, {
    cause: error,
    retryAfterSeconds: waitFor(record, receiveCount),
  });
}

/** Twice as long as before, and for each record somewhat else: what failed together does not come back together. */
function waitFor(record: string, receiveCount: number): number {
  const spread = createHash('sha256').update(record).digest().readUInt8(0) / 255;
  return 2 ** receiveCount * (1 + spread);
}

function reportMissed(
  errors: readonly unknown[],
  { pipeline, stage, action }: FailedAction,
  { app: { telemetry } }: Asking,
): void {
  for (const error of errors) {
    telemetry.error('What there is to know of a failure could not be had', error, {
      pipeline,
      stage,
      action,
    });
    telemetry.count('FactsMissed');
  }
}
