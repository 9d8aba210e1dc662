import * as z from 'zod/mini';
import { StateMachineArn } from '#shared/routing/state-machine-arn.ts';

const MAX_MACHINES = 50;

const Name = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a name has at most 40 lower-case letters, digits and dashes'));

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
