import type { CodePipeline } from '#shared/clients/codepipeline.ts';
import type { Execution } from '#shared/domain/execution.ts';
import { type Observation, STRUCTURE } from '#shared/domain/observation.ts';
import { findStructure, saveStructure } from '#shared/store/pipelines.ts';
import type { Table } from '#shared/store/table.ts';

interface Lookup {
  readonly table: Table;
  readonly codepipeline: CodePipeline;
  readonly now: number;
}

/** The pipeline's stages as an observation; asked of CodePipeline once per version of the pipeline. */
export async function observeStructure(execution: Execution, lookup: Lookup): Promise<Observation> {
  const { version } = execution.facts;
  const known = await findStructure(lookup.table, execution.identity);
  if (known !== undefined && known.version === version) return toStructure(known.stages);
  const { region, pipeline: name } = execution.identity;
  const stages = await lookup.codepipeline.getStages({
    region,
    name,
    version: version === undefined ? undefined : Number(version),
  });
  await saveStructure(lookup.table, execution.identity, {
    structure: { version, stages: [...stages] },
    now: lookup.now,
  });
  return toStructure(stages);
}

/** Says that it was asked for and cannot be had, so that it is not asked for again; a known structure outweighs it. */
export function withoutStructure(): Observation {
  return { ...toStructure([]), time: 0 };
}

function toStructure(stages: readonly string[]): Observation {
  return { state: STRUCTURE, time: 1, facts: { stages: JSON.stringify(stages) } };
}
