/** How a state failed: the name is what Retry and Catch go by, the message is the Cause. */
export class StateError extends Error {
  override readonly name: string;
  // Read by the interpreter: nothing retries or catches States.Runtime, not even States.ALL.
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
    this.isRetryable = name !== 'States.Runtime';
    this.isCatchable = name !== 'States.Runtime';
  }
}

export interface Failure {
  readonly error?: string;
  readonly cause?: string;
}

// What the interpreter says of a Fail state without Error or Cause, of which there is nothing to say on AWS.
const NO_NAMES: readonly string[] = ['', 'FailStateError'];
const NO_CAUSES: readonly string[] = ['', 'Execution failed because of a Fail state'];

/** What ended an execution, from what the interpreter threw. */
export function toFailure(thrown: unknown): Failure {
  const reason = thrown instanceof Error ? thrown.cause : undefined;
  // What is none of the interpreter's errors and none of ours is a bug of either.
  if (!(reason instanceof Error) || !('isRetryable' in reason))
    return { error: 'States.Runtime', cause: reason instanceof Error ? reason.message : String(thrown) };
  const { name, message } = reason;
  return {
    ...(!NO_NAMES.includes(name) && { error: name }),
    ...(message !== name && !NO_CAUSES.includes(message) && { cause: message }),
  };
}
