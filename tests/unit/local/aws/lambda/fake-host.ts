import type { Outcome } from '#local/aws/lambda/environment.ts';
import type { FunctionHost } from '#local/aws/lambda/function-host.ts';

/** Answers as told, then with success; remembers what it was given. */
export class FakeHost implements Pick<FunctionHost, 'invoke' | 'settings'> {
  readonly settings = { name: 'fake', arn: 'arn:fake', timeoutSeconds: 1, environment: {} };
  readonly payloads: unknown[] = [];
  readonly #outcomes: Outcome[];

  constructor(outcomes: readonly Outcome[] = []) {
    this.#outcomes = [...outcomes];
  }

  async invoke(payload: unknown): Promise<Outcome> {
    this.payloads.push(payload);
    return this.#outcomes.shift() ?? { ok: true, value: null };
  }
}

export function failure(message: string): Outcome {
  return { ok: false, type: 'TypeError', message, trace: [] };
}
