import * as z from 'zod/mini';

const MAX_MACHINES = 50;

const Name = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a name has at most 40 lower-case letters, digits and dashes'));

/** An existing state machine, which may end in a version or an alias. */
export const StateMachineArn = z
  .string()
  .check(
    z.regex(
      /^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[\w-]{1,80}(:[\w.-]{1,80})?$/,
      'a state machine is an ARN, arn:aws:states:REGION:ACCOUNT:stateMachine:NAME',
    ),
    z.describe('ARN of an existing state machine'),
  );

/** What the Lambda action of pipelines may reach. */
export const JobSettings = z.strictObject({
  stateMachines: z._default(
    z.record(Name, StateMachineArn).check(
      z.refine((machines) => Object.keys(machines).length <= MAX_MACHINES, `at most ${MAX_MACHINES}`),
      z.describe('State machines that the job start-state-machine may start, by the name that it uses'),
    ),
    {},
  ),
});
