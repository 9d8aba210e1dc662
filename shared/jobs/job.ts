import type * as z from 'zod/mini';
import type { AskApp } from '#shared/approvals/ask.ts';
import type { Alarms } from '#shared/clients/alarms.ts';
import type { JobFailure, JobPlace } from '#shared/clients/jobs.ts';
import type { StateMachines } from '#shared/clients/state-machines.ts';
import { ConfigError } from '#shared/errors.ts';
import { toMistakes } from './parameter-mistakes.ts';

const SEE = 'docs/pipeline-action.md has each job to copy';

/** What came of looking at a job once. */
export type JobResult =
  | {
      readonly kind: 'done';
      readonly summary: string;
      readonly externalId?: string;
      readonly outputVariables?: Readonly<Record<string, string>>;
    }
  /** To be looked at again, in about half a minute. */
  | { readonly kind: 'waiting'; readonly summary: string; readonly state?: string }
  | ({ readonly kind: 'failed' } & JobFailure);

export interface JobApp extends AskApp {
  readonly alarms: Alarms;
  readonly stateMachines: StateMachines;
  /** ARNs of those that signalbox.yml lets pipelines start, by name. */
  readonly machines: ReadonlyMap<string, string>;
}

export interface JobRun<Parameters> {
  readonly parameters: Parameters;
  readonly place: JobPlace;
  /** When the action began, in epoch seconds. */
  readonly startedAt: number;
  /** What the last look left for this one; undefined at the first. At most 600 characters. */
  readonly state: string | undefined;
}

/** Something that a pipeline's Lambda action can be asked to do. Every look must be harmless to repeat. */
export interface Job {
  readonly name: string;
  /** A look with the action's own UserParameters. @throws ConfigError that names every mistake in them */
  look(given: unknown, run: Omit<JobRun<unknown>, 'parameters'>, app: JobApp): Promise<JobResult>;
}

interface JobDefinition<Parameters> {
  readonly name: string;
  readonly parameters: z.ZodMiniType<Parameters>;
  look(run: JobRun<Parameters>, app: JobApp): Promise<JobResult>;
}

/** Closes over the type of the parameters, so that the registry is a plain list. */
export function defineJob<Parameters>({ name, parameters, look }: JobDefinition<Parameters>): Job {
  return {
    name,
    async look(given, run, app) {
      const parsed = parameters.safeParse(given, { reportInput: true });
      if (!parsed.success)
        throw new ConfigError(
          `UserParameters of the job "${name}" are not right: ${toMistakes(parsed.error.issues).join('; ')}; ${SEE}`,
        );
      return look({ ...run, parameters: parsed.data }, app);
    },
  };
}
