import * as z from 'zod/mini';
import { ConfigError } from '#shared/errors.ts';
import { toAwsError } from './aws-error.ts';
import type { AwsService } from './aws-json.ts';
import type { AwsServices } from './aws-services.ts';

export const STEP_FUNCTIONS: AwsService = {
  id: 'SFN',
  host: 'states',
  target: 'AWSStepFunctions',
  version: '1.0',
};

export interface Start {
  /** ARN of the state machine. */
  readonly machine: string;
  /** At most 80 letters, digits, dashes and underscores; unique for 90 days. */
  readonly name: string;
  /** JSON, at most 256 KiB. */
  readonly input: string;
}

export interface MachineRun {
  /** The service's word: RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE. */
  readonly status: string;
  /** JSON, of one that succeeded. */
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** All throw RateLimitedError, UnavailableError, ConfigError and RejectedError. */
export interface StateMachines {
  /** A name that was taken counts as started: the same name is the same execution. Gives the execution's ARN. */
  start(start: Start): Promise<string>;
  /** Undefined: there is no such execution. Only of standard workflows: nothing is remembered of express ones. */
  findRun(execution: string): Promise<MachineRun | undefined>;
}

const Started = z.object({ executionArn: z.string() });
const Run = z.object({
  status: z.string(),
  output: z.optional(z.string()),
  error: z.optional(z.string()),
  cause: z.optional(z.string()),
});

/** What a person has to mend before anything can be started. */
const NOT_SET_UP: readonly string[] = ['StateMachineDoesNotExist', 'StateMachineDeleting', 'InvalidArn'];

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export function createStateMachines(services: Pick<AwsServices, 'json'>): StateMachines {
  const serviceOf = (arn: string) => services.json(STEP_FUNCTIONS, arn.split(':')[3] ?? '');
  return {
    async start({ machine, name, input }) {
      try {
        const started = await serviceOf(machine).call('StartExecution', {
          stateMachineArn: machine,
          name,
          input,
        });
        return Started.parse(started).executionArn;
      } catch (cause) {
        if (nameOf(cause) !== 'ExecutionAlreadyExists') throw toError(cause, machine);
        return toExecutionArn(machine, name);
      }
    },
    async findRun(execution) {
      try {
        const run = Run.parse(
          await serviceOf(execution).call('DescribeExecution', { executionArn: execution }),
        );
        return { status: run.status, output: run.output, error: run.error, cause: run.cause };
      } catch (cause) {
        if (nameOf(cause) === 'ExecutionDoesNotExist') return undefined;
        throw toError(cause, execution);
      }
    },
  };
}

/** From the state machine's own ARN, which may end in a version or an alias. */
function toExecutionArn(machine: string, name: string): string {
  const [own] = /^(?:[^:]*:){6}[^:]+/.exec(machine) ?? [machine];
  return `${own.replace(':stateMachine:', ':execution:')}:${name}`;
}

function toError(cause: unknown, what: string): Error {
  const name = nameOf(cause);
  if (NOT_SET_UP.includes(name))
    return new ConfigError(`state machine ${what}: ${name}; check its ARN`, { cause });
  return toAwsError(cause, `state machine ${what}`);
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : '';
}
