import type { Diagnosis } from './diagnosis.ts';
import type { ActionRun, Execution } from './execution.ts';
import type { World } from './world.ts';

/** A run that failed, for the service that it ran in to tell of. */
export interface FailedRun {
  /** Category and provider, as in 'Build/CodeBuild'. */
  readonly kind: string;
  /** What its service calls it. */
  readonly externalId: string;
  readonly account: string;
  readonly region: string;
  readonly configuration: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The how-manieth of this action in its pipeline: 1, 2, … */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly diagnosis: Diagnosis;
}

/** All there are so far. */
export type FailedRuns = () => readonly FailedRun[];

/** Of all pipelines; without those that have no id anywhere else, as an approval has none. */
export function listFailedRuns(world: World): readonly FailedRun[] {
  return [...world.pipelines.values()].flatMap(({ executions }) => {
    const all = executions.flatMap(runsIn);
    return all.flatMap((run) => {
      const number = all.filter((one) => one.definition === run.definition).indexOf(run) + 1;
      return run.state === 'FAILED' ? toFailedRun(world, run, number) : [];
    });
  });
}

function runsIn({ stages }: Execution): readonly ActionRun[] {
  return stages.flatMap(({ actions }) => actions);
}

function toFailedRun({ place }: World, run: ActionRun, number: number): readonly FailedRun[] {
  const { definition, behavior, result, startedAt, updatedAt: endedAt } = run;
  if (result?.id === undefined) return [];
  const { kind, region = place.region, configuration = {} } = definition;
  return [
    {
      kind,
      externalId: result.id,
      account: place.account,
      region,
      configuration,
      summary: result.summary ?? '',
      number,
      startedAt,
      endedAt,
      diagnosis: behavior.diagnosis ?? {},
    },
  ];
}
