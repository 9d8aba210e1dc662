import * as z from 'zod/mini';

/** Of an existing state machine, which may end in a version or an alias. */
export const StateMachineArn = z
  .string()
  .check(
    z.regex(
      /^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[\w-]{1,80}(:[\w.-]{1,80})?$/,
      'a state machine is an ARN, arn:aws:states:REGION:ACCOUNT:stateMachine:NAME',
    ),
    z.describe('ARN of an existing state machine'),
  );
