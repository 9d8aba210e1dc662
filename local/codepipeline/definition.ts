/** How several executions of one pipeline share its stages. */
export type ExecutionMode = 'SUPERSEDED' | 'QUEUED' | 'PARALLEL';
type Category = 'Source' | 'Build' | 'Test' | 'Deploy' | 'Invoke' | 'Approval' | 'Compute';
export type ActionKind = `${Category}/${string}`;

/** A pipeline as its owner wrote it. */
export interface PipelineDefinition {
  readonly name: string;
  /** Grows with every edit of the structure. */
  readonly version: number;
  readonly type: 'V1' | 'V2';
  readonly mode: ExecutionMode;
  readonly stages: readonly StageDefinition[];
}

export interface StageDefinition {
  readonly name: string;
  readonly actions: readonly ActionDefinition[];
}

export interface ActionDefinition {
  readonly name: string;
  /** Category and provider, as in 'Build/CodeBuild'. */
  readonly kind: ActionKind;
  readonly owner?: 'AWS' | 'ThirdParty' | 'Custom';
  /** Actions of a stage with the same order run side by side, the next order after all of them. Default 1. */
  readonly runOrder?: number;
  /** Default: the Region of the pipeline. */
  readonly region?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly configuration?: Readonly<Record<string, string>>;
}

/** Where the simulated service runs. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export function actionType(definition: ActionDefinition) {
  const [category, provider] = definition.kind.split('/');
  return { owner: definition.owner ?? 'AWS', provider, category, version: '1' };
}

export function orderOf(definition: ActionDefinition): number {
  return definition.runOrder ?? 1;
}

export function isSource(definition: ActionDefinition): boolean {
  return definition.kind.startsWith('Source/');
}

export function pipelineArn(place: Place, pipeline: string): string {
  return `arn:aws:codepipeline:${place.region}:${place.account}:${pipeline}`;
}
