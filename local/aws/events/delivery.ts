import { setTimeout as wait } from 'node:timers/promises';
import { ServiceFault } from '../service-fault.ts';

export type Event = Readonly<Record<string, unknown>>;

export interface RetryPolicy {
  readonly maximumAttempts: number;
  readonly maximumAgeSeconds: number;
}

// As on AWS, for targets that set nothing.
export const DEFAULT_RETRY_POLICY: RetryPolicy = { maximumAttempts: 185, maximumAgeSeconds: 86_400 };

export interface Target {
  readonly ruleArn: string;
  readonly arn: string;
  readonly retry: RetryPolicy;
  send(event: Event): Promise<void>;
  /** Takes what could not be delivered; without it such an event is dropped. */
  readonly deadLetter?: (event: Event, reasons: Readonly<Record<string, string>>) => Promise<void>;
}

export interface DeliveryOptions {
  readonly log: (line: string) => void;
  readonly firstWaitMilliseconds?: number;
}

const FIRST_WAIT_MILLISECONDS = 100;
const LONGEST_WAIT_MILLISECONDS = 10_000;

/** Sends an event to a target, again and again if that may help, and else to the target's dead-letter queue. */
export async function deliver(target: Target, event: Event, options: DeliveryOptions): Promise<void> {
  const giveUpAt = Date.now() + target.retry.maximumAgeSeconds * 1000;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await target.send(event);
      return;
    } catch (error) {
      const exhausted = exhaustedBy(target.retry, attempt, giveUpAt);
      if (!mayHelp(error) || exhausted) {
        await giveUp({ target, event, error, attempt, exhausted }, options.log);
        return;
      }
    }
    const doubled = (options.firstWaitMilliseconds ?? FIRST_WAIT_MILLISECONDS) * 2 ** attempt;
    await wait(Math.min(doubled, LONGEST_WAIT_MILLISECONDS));
  }
}

// A refusal stays a refusal; only a fault of the other side may pass.
function mayHelp(error: unknown): boolean {
  return !(error instanceof ServiceFault) || error.status >= 500 || error.status === 429;
}

function exhaustedBy(retry: RetryPolicy, attempt: number, giveUpAt: number): string | undefined {
  if (attempt >= retry.maximumAttempts) return 'MaximumRetryAttempts';
  return Date.now() >= giveUpAt ? 'MaximumEventAgeInSeconds' : undefined;
}

interface Failure {
  readonly target: Target;
  readonly event: Event;
  readonly error: unknown;
  readonly attempt: number;
  readonly exhausted: string | undefined;
}

async function giveUp(failure: Failure, log: (line: string) => void): Promise<void> {
  const { target, event, error, attempt, exhausted } = failure;
  const message = error instanceof Error ? error.message : String(error);
  const kept = target.deadLetter
    ? 'kept in the dead-letter queue'
    : 'DROPPED: the target has no dead-letter queue';
  log(`events: ${target.arn} did not take event ${String(event['id'])} (${message}); ${kept}`);
  await target.deadLetter?.(event, {
    RULE_ARN: target.ruleArn,
    TARGET_ARN: target.arn,
    ERROR_CODE: error instanceof ServiceFault ? error.code : 'SDK_CLIENT_ERROR',
    ERROR_MESSAGE: message,
    RETRY_ATTEMPTS: String(attempt),
    ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
  });
}
