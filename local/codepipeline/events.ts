import { randomUUID } from 'node:crypto';
import type { Place } from './definition.ts';
import { actionType, pipelineArn } from './definition.ts';
import type { ActionRun, Execution, Position } from './execution.ts';
import type { ExecutionResult } from './execution-result.ts';
import type { Emission } from './outbox.ts';
import { authorDate } from './variables.ts';

/** Where and when the event is emitted. */
interface Moment {
  readonly place: Place;
  readonly now: number;
}

/** The event for the present state of an execution. */
export function pipelineEvent(execution: Execution, moment: Moment): Emission {
  return envelope('Pipeline', moment, {
    ...identity(execution),
    'start-time': iso(execution.startedAt),
    ...trigger(execution),
    state: execution.state,
    ...versions(execution),
    ...(execution.state === 'STOPPING' &&
      execution.stop?.reason !== undefined && { 'stop-execution-comments': execution.stop.reason }),
  });
}

/** The event for the present state of a stage. A resumed one has no start time, only that of the retry. */
export function stageEvent({ execution, stage }: Position, moment: Moment): Emission {
  return envelope('Stage', moment, {
    ...identity(execution),
    ...(stage.state !== 'RESUMED' && { 'start-time': iso(stage.startedAt) }),
    ...(stage.retriedAt !== undefined && { 'stage-last-retry-attempt-time': iso(stage.retriedAt) }),
    stage: stage.definition.name,
    state: stage.state,
    ...versions(execution),
  });
}

/** The event for the present state of one run of an action. */
export function actionEvent({ execution, stage }: Position, run: ActionRun, moment: Moment): Emission {
  return envelope('Action', moment, {
    ...identity(execution),
    'start-time': iso(run.startedAt),
    stage: stage.definition.name,
    ...result(run.result),
    ...artifacts(run),
    'action-execution-id': run.id,
    action: run.definition.name,
    state: run.state,
    region: run.definition.region ?? moment.place.region,
    type: actionType(run.definition),
    ...versions(execution),
  });
}

interface Detail extends Readonly<Record<string, unknown>> {
  readonly pipeline: string;
}

function envelope(scope: string, moment: Moment, detail: Detail): Emission {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': `CodePipeline ${scope} Execution State Change`,
    source: 'aws.codepipeline',
    account: moment.place.account,
    // EventBridge stamps whole seconds.
    time: iso(moment.now).replace(/\.\d+Z$/, 'Z'),
    region: moment.place.region,
    resources: [pipelineArn(moment.place, detail.pipeline)],
    detail,
  };
}

function identity(execution: Execution) {
  return { pipeline: execution.pipeline.definition.name, 'execution-id': execution.id };
}

function versions(execution: Execution) {
  return {
    version: execution.pipeline.definition.version,
    'pipeline-execution-attempt': execution.attempt,
  };
}

/**
 * STARTED says what started the execution. SUCCEEDED and FAILED of a git trigger carry the commit
 * under the same name, unless the source stage failed and the commit is not known.
 */
function trigger(execution: Execution): object {
  if (execution.state === 'STARTED')
    return {
      'execution-trigger': {
        'trigger-type': execution.trigger.type,
        'trigger-detail': execution.trigger.detail,
      },
    };
  const isOver = execution.state === 'SUCCEEDED' || execution.state === 'FAILED';
  const hasSource = execution.stages[0]?.state === 'SUCCEEDED';
  if (execution.trigger.type !== 'WebhookV2' || !isOver || !hasSource) return {};
  return { 'execution-trigger': gitTrigger(execution) };
}

function gitTrigger(execution: Execution): object {
  const { commit } = execution.plan;
  return {
    'author-display-name': commit.author.name,
    'full-repository-name': commit.repository,
    'provider-type': commit.host,
    'author-email': commit.author.email,
    'commit-message': commit.message,
    'author-date': authorDate(execution),
    'branch-name': commit.branch,
    'commit-id': commit.id,
    'connection-arn': execution.trigger.detail,
    'author-id': commit.author.name,
  };
}

function artifacts(run: ActionRun): object {
  if (run.state === 'STARTED' && run.inputs.length > 0) return { 'input-artifacts': run.inputs };
  if (run.state === 'SUCCEEDED' && run.outputs.length > 0) return { 'output-artifacts': run.outputs };
  return {};
}

function result({ id, url, summary, errorCode }: ExecutionResult = {}): object {
  const members = {
    ...(url !== undefined && { 'external-execution-url': url }),
    ...(summary !== undefined && { 'external-execution-summary': summary }),
    ...(id !== undefined && { 'external-execution-id': id }),
    ...(errorCode !== undefined && { 'error-code': errorCode }),
  };
  return Object.keys(members).length > 0 ? { 'execution-result': members } : {};
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
