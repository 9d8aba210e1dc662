/** An SDK client that keeps the inputs of its commands and answers from a script; an Error is thrown. */
export class FakeSdkClient {
  readonly calls: { readonly command: string; readonly input: unknown }[] = [];
  private readonly script: unknown[];

  constructor(...script: readonly unknown[]) {
    this.script = [...script];
  }

  async send(command: { readonly constructor: { readonly name: string }; readonly input: unknown }) {
    this.calls.push({ command: command.constructor.name, input: command.input });
    const answer = this.script.length > 1 ? this.script.shift() : this.script[0];
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  }
}

/** An error as the SDK throws it. */
export function sdkError(name: string, httpStatusCode?: number): Error {
  return Object.assign(new Error(`canary: what the service said of ${name}`), {
    name,
    $metadata: { httpStatusCode },
  });
}
