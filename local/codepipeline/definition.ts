import { ServiceError } from './service-error.ts';

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
  /** Under which later actions find its variables. Default: SourceVariables for a source, else none. */
  readonly namespace?: string;
  readonly configuration?: Readonly<Record<string, string>>;
  /** 5 to 86,400. For an approval by default 7 days; not simulated for other actions. */
  readonly timeoutInMinutes?: number;
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

export function namespaceOf(definition: ActionDefinition): string | undefined {
  return definition.namespace ?? (isSource(definition) ? 'SourceVariables' : undefined);
}

export function isApproval(definition: ActionDefinition): boolean {
  return definition.kind === 'Approval/Manual';
}

/** A member of an action's configuration that it cannot do without. */
export function setting(action: ActionDefinition, key: string): string {
  const value = action.configuration?.[key];
  if (value === undefined) throw new Error(`The action ${action.name} (${action.kind}) has no ${key}`);
  return value;
}

export function isLambda(definition: ActionDefinition): boolean {
  return definition.kind === 'Invoke/Lambda';
}

export function getStage(pipeline: PipelineDefinition, name: string): StageDefinition {
  const stage = pipeline.stages.find((candidate) => candidate.name === name);
  if (stage) return stage;
  throw new ServiceError('StageNotFoundException', `The stage ${name} does not exist in ${pipeline.name}`);
}

export function pipelineArn(place: Place, pipeline: string): string {
  return `arn:aws:codepipeline:${place.region}:${place.account}:${pipeline}`;
}

/** Of a person who signed in to the AWS console by that name. */
export function userArn({ account }: Place, name: string): string {
  return `arn:aws:iam::${account}:user/${name}`;
}
