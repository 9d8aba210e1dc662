import type { ActionDefinition, PipelineDefinition, Place, StageDefinition } from '../definition.ts';
import type { Commit, Plan, Trigger } from '../plan.ts';

/** A pipeline, and what happens in it, for people to watch. */
export interface Demo {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly pipeline: PipelineDefinition;
  readonly executions: readonly DemoExecution[];
}

interface DemoExecution {
  /** After the demo was started. */
  readonly afterMilliseconds: number;
  readonly trigger: Trigger;
  readonly plan: Plan;
}

export interface DemoPlace extends Place {
  /** Of the function that Lambda actions invoke. */
  readonly jobFunctionName: string;
}

/** Demos are made for the account and Region in which they run, and for the function there. */
export type DemoMaker = (place: DemoPlace) => Demo;

const CONNECTION = '6d0b1f0e-6f0e-4d5b-8d52-9f3d2b7f1a10';

function connectionArn({ region, account }: Place): string {
  return `arn:aws:codeconnections:${region}:${account}:connection/${CONNECTION}`;
}

/** A push to a repository that a V2 pipeline listens to. */
export function pushed(place: Place): Trigger {
  return { type: 'WebhookV2', detail: connectionArn(place) };
}

export function startedBy({ account }: Place, person: string): Trigger {
  return {
    type: 'StartPipelineExecution',
    detail: `arn:aws:sts::${account}:assumed-role/Developer/${person}`,
  };
}

/** A source stage that follows one branch through a connection. */
export function connectionSource(
  place: Place,
  { repository, branch }: Pick<Commit, 'repository' | 'branch'>,
): StageDefinition {
  const configuration = {
    ConnectionArn: connectionArn(place),
    FullRepositoryId: repository,
    BranchName: branch,
    DetectChanges: 'true',
    OutputArtifactFormat: 'CODE_ZIP',
  };
  const kind = 'Source/CodeStarSourceConnection';
  return { name: 'Source', actions: [{ name: 'Checkout', kind, outputs: ['SourceCode'], configuration }] };
}

/** A CodeBuild action that reads the source code. */
export function codeBuild(
  name: string,
  project: string,
  more: Partial<ActionDefinition> = {},
): ActionDefinition {
  const configuration = { ProjectName: project };
  return { name, kind: 'Build/CodeBuild', inputs: ['SourceCode'], configuration, ...more };
}

/** An approval that a person gives to go on. */
export function approval(name: string, more: Partial<ActionDefinition> = {}): ActionDefinition {
  return { name, kind: 'Approval/Manual', ...more };
}

/** A Lambda action that asks the function for a job. */
export function job({ jobFunctionName }: DemoPlace, name: string, parameters: object): ActionDefinition {
  const configuration = { FunctionName: jobFunctionName, UserParameters: JSON.stringify(parameters) };
  return { name, kind: 'Invoke/Lambda', configuration };
}
