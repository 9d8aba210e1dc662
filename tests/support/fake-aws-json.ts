import type { AwsJson } from '#shared/clients/aws-json.ts';
import { AwsServiceError } from '#shared/clients/aws-request.ts';

/** A service that keeps what it was asked and answers from a script, its last answer for ever; an Error is thrown. */
export class FakeAwsJson implements AwsJson {
  readonly calls: { readonly operation: string; readonly input: unknown }[] = [];
  private readonly script: unknown[];

  constructor(...script: readonly unknown[]) {
    this.script = [...script];
  }

  async call(operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    this.calls.push({ operation, input });
    const answer = this.script.length > 1 ? this.script.shift() : this.script[0];
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  }
}

/** What a service refuses with. */
export function refusal(code: string, status = 400): Error {
  return new AwsServiceError(code, status);
}
