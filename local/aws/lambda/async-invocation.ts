import { setTimeout as wait } from 'node:timers/promises';
import type { Outcome } from './environment.ts';
import type { FunctionHost } from './function-host.ts';

export interface AsyncSettings {
  readonly maximumRetryAttempts: number;
  /** Takes an event that the function never managed: itself, for a dead-letter queue, or with its record, for a destination. */
  readonly onFailure?: (failure: { readonly event: unknown; readonly record: unknown }) => Promise<void>;
}

type Host = Pick<FunctionHost, 'invoke' | 'settings'>;

// Lambda waits one minute, then two; nobody watches a demo for that long.
const RETRY_WAIT_MILLISECONDS = 1000;

/** Invokes a function the way EventBridge and SNS do: nobody waits, errors are retried, then handed on. */
export class AsyncInvoker {
  readonly #host: Host;
  readonly #stop = new AbortController();
  settings: AsyncSettings;
  #pending = 0;

  constructor(host: Host, settings: AsyncSettings) {
    this.#host = host;
    this.settings = settings;
  }

  get pending(): number {
    return this.#pending;
  }

  invoke(event: unknown): void {
    this.#pending += 1;
    void this.#run(event).finally(() => {
      this.#pending -= 1;
    });
  }

  stop(): void {
    this.#stop.abort();
  }

  async #run(event: unknown): Promise<void> {
    const { maximumRetryAttempts, onFailure } = this.settings;
    for (let attempt = 0; !this.#stop.signal.aborted; attempt += 1) {
      const outcome = await this.#host.invoke(event);
      if (outcome.ok) return;
      if (attempt >= maximumRetryAttempts) {
        const record = toRecord({ event, outcome, arn: this.#host.settings.arn, attempts: attempt + 1 });
        await onFailure?.({ event, record });
        return;
      }
      // Aborted by stop: the loop's condition ends it.
      await wait(RETRY_WAIT_MILLISECONDS * (attempt + 1), undefined, { signal: this.#stop.signal }).catch(
        () => {},
      );
    }
  }
}

function toRecord(failure: {
  event: unknown;
  outcome: Extract<Outcome, { ok: false }>;
  arn: string;
  attempts: number;
}): unknown {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      functionArn: `${failure.arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: failure.attempts,
    },
    requestPayload: failure.event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: failure.outcome.type, errorMessage: failure.outcome.message },
  };
}
