import { type Choice, PAST } from '#shared/domain/approval.ts';
import { toAwsError } from './aws-error.ts';
import type { AwsJson } from './aws-json.ts';

export interface TaskAnswer {
  readonly token: string;
  readonly choice: Choice;
  /** In the words of who asked, where it is not approving or rejecting. */
  readonly option?: string | undefined;
  readonly by: readonly string[];
  readonly reason: string;
  /** Epoch seconds. */
  readonly at: number;
}

/** `CLOSED`: it has an answer, timed out, or its execution is over; the service does not tell which. */
type Taken = 'TAKEN' | 'CLOSED';

/** Tasks of state machines that wait with a token. Both throw RateLimitedError, UnavailableError, ConfigError and RejectedError. */
export interface Tasks {
  answer(answer: TaskAnswer): Promise<Taken>;
  /** Tells the state machine that people are still being asked. */
  beat(token: string): Promise<Taken>;
}

/** What Step Functions says of a task that nobody waits for any more. */
const CLOSED: readonly string[] = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

export function createTasks(service: AwsJson): Tasks {
  return {
    answer: (answer) => (answer.choice === 'approve' ? succeed(service, answer) : fail(service, answer)),
    beat: (taskToken) => send(service, 'SendTaskHeartbeat', { taskToken }),
  };
}

function succeed(service: AwsJson, answer: TaskAnswer): Promise<Taken> {
  return send(service, 'SendTaskSuccess', { taskToken: answer.token, output: toJson(answer) });
}

function fail(service: AwsJson, answer: TaskAnswer): Promise<Taken> {
  const { token: taskToken } = answer;
  return send(service, 'SendTaskFailure', { taskToken, error: 'Rejected', cause: toJson(answer) });
}

/** What the state machine goes on with, as output or as cause. */
function toJson({ choice, option, by, reason, at }: TaskAnswer): string {
  return JSON.stringify({
    decision: PAST[choice],
    choice: option,
    by,
    reason,
    at: new Date(at * 1000).toISOString(),
  });
}

async function send(
  service: AwsJson,
  operation: string,
  input: Readonly<Record<string, string>>,
): Promise<Taken> {
  try {
    await service.call(operation, input);
    return 'TAKEN';
  } catch (cause) {
    if (cause instanceof Error && CLOSED.includes(cause.name)) return 'CLOSED';
    throw toAwsError(cause, `Step Functions ${operation}`);
  }
}
