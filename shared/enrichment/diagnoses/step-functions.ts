import * as z from 'zod/mini';
import { STEP_FUNCTIONS } from '#shared/clients/state-machines.ts';
import { stateMachineRunUrl } from '#shared/domain/console.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, partOf } from '../ask.ts';
import type { Diagnostician } from '../diagnosis.ts';
import { findInFacts } from '../find-in-facts.ts';
import { arnsOf } from '../needs.ts';

// Not its input and output, which are the state machine's own business.
const Run = z.object({ error: Text, cause: Text });

/** The error that a state machine ended with. */
export const stepFunctions: Diagnostician = {
  providers: ['Invoke/StepFunctions'],
  needs: [
    {
      actions: ['states:DescribeExecution'],
      resources: [arnsOf('states', 'execution:*:*')],
      reason: 'which state machines pipelines start is not known when we deploy',
    },
  ],
  async diagnose({ account, region, facts }, { services }) {
    const arn = findInFacts(facts, toPattern(account));
    if (arn === undefined) return undefined;
    const run = await ask(services, {
      service: STEP_FUNCTIONS,
      region,
      operation: 'DescribeExecution',
      input: { executionArn: arn },
      answer: Run,
      // With a key of one's own, only who may use it may know.
      absent: ['ExecutionDoesNotExist', 'InvalidArn', 'KmsAccessDeniedException'],
    });
    if (run === undefined) return undefined;
    const why = [run.error, messageOf(run.cause)].filter(Boolean).join(': ');
    return { why: why || undefined, url: stateMachineRunUrl(region, arn) };
  },
};

/** Of an execution's ARN. One of another account may not be read, and nothing is remembered of express ones. */
function toPattern(account: string): RegExp {
  return new RegExp(`\\b(arn:[\\w-]+:states:[\\w-]+:${account}:execution:[^\\s:/]+:[^\\s:/&?#]+)`);
}

const Thrown = partOf({ errorMessage: Text });

/** A Lambda function's cause is JSON with a message. Other JSON tells what the task was given, which nobody needs to see. */
function messageOf(cause: string | undefined): string | undefined {
  const parsed = cause === undefined ? undefined : parseObject(cause);
  return parsed === undefined ? cause : Thrown.parse(parsed)?.errorMessage;
}

/** Undefined: it is plain text. */
function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
