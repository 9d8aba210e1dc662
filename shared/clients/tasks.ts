import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { type Choice, PAST } from '#shared/domain/approval.ts';
import { toAwsError } from './aws-error.ts';

export interface TaskAnswer {
  readonly token: string;
  readonly choice: Choice;
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

export function createTasks(client: SFNClient): Tasks {
  return {
    answer: (answer) => (answer.choice === 'approve' ? succeed(client, answer) : fail(client, answer)),
    beat: (taskToken) => taken('SendTaskHeartbeat', client.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}

function succeed(client: SFNClient, answer: TaskAnswer): Promise<Taken> {
  const command = new SendTaskSuccessCommand({ taskToken: answer.token, output: toJson(answer) });
  return taken('SendTaskSuccess', client.send(command));
}

function fail(client: SFNClient, answer: TaskAnswer): Promise<Taken> {
  const { token: taskToken } = answer;
  const command = new SendTaskFailureCommand({ taskToken, error: 'Rejected', cause: toJson(answer) });
  return taken('SendTaskFailure', client.send(command));
}

/** What the state machine goes on with, as output or as cause. */
function toJson({ choice, by, reason, at }: TaskAnswer): string {
  return JSON.stringify({ decision: PAST[choice], by, reason, at: new Date(at * 1000).toISOString() });
}

async function taken(what: string, call: Promise<unknown>): Promise<Taken> {
  try {
    await call;
    return 'TAKEN';
  } catch (cause) {
    if (cause instanceof TaskTimedOut || cause instanceof TaskDoesNotExist) return 'CLOSED';
    if (cause instanceof InvalidToken) return 'CLOSED';
    throw toAwsError(cause, `Step Functions ${what}`);
  }
}
