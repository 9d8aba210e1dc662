import type { ExecutionView, PipelineView, StageView } from '#local/codepipeline/pipeline-view.ts';
import type { Demo } from '../sections.ts';
import { toDuration } from './moment.ts';
import { type Element, h, type Node } from './tree.ts';

const SHOWN_EXECUTIONS = 4;

type Look = 'done' | 'running' | 'failed' | 'stopped' | 'waiting';

const LOOKS: ReadonlyMap<string, Look> = new Map<string, Look>([
  ['SUCCEEDED', 'done'],
  ['STARTED', 'running'],
  ['RESUMED', 'running'],
  ['FAILED', 'failed'],
  ['STOPPING', 'stopped'],
  ['STOPPED', 'stopped'],
  ['SUPERSEDED', 'stopped'],
  ['ABANDONED', 'stopped'],
]);
const SIGNS: Readonly<Record<Look, string>> = {
  done: '✓',
  running: '●',
  failed: '✕',
  stopped: '■',
  waiting: '○',
};

/** The pipelines of the loopback CodePipeline and the buttons that make something happen. */
export function renderPipelines(
  pipelines: readonly PipelineView[],
  demos: readonly Demo[],
  now: Date,
): readonly Node[] {
  return [
    h(
      'section',
      { class: 'demos', 'aria-labelledby': 'demos-title' },
      h('h2', { id: 'demos-title' }, 'Run a demo'),
      h('p', { class: 'hint' }, 'Simulated pipelines; real rules, queues and functions.'),
      h('div', { class: 'demo-list' }, demos.map(renderDemo)),
    ),
    h(
      'section',
      { class: 'pipelines', 'aria-labelledby': 'pipelines-title' },
      h('h2', { id: 'pipelines-title' }, 'Pipelines'),
      pipelines.toSorted(byLatestExecution).map((pipeline) => renderPipeline(pipeline, now)),
    ),
  ];
}

function byLatestExecution(one: PipelineView, other: PipelineView): number {
  return (other.executions[0]?.startedAt ?? 0) - (one.executions[0]?.startedAt ?? 0);
}

function renderDemo({ name, title, description }: Demo): Element {
  return h(
    'button',
    {
      class: 'demo',
      type: 'button',
      key: name,
      title: description,
      'data-action': 'run-demo',
      'data-value': name,
    },
    h('span', { class: 'demo-title' }, title),
  );
}

function renderPipeline(pipeline: PipelineView, now: Date): Element {
  const executions = pipeline.executions.slice(0, SHOWN_EXECUTIONS);
  return h(
    'article',
    { class: 'pipeline', key: pipeline.name, 'aria-label': `Pipeline ${pipeline.name}` },
    h(
      'header',
      {},
      h('h3', {}, pipeline.name),
      h('span', { class: 'mode' }, `${pipeline.mode.toLowerCase()} mode`),
    ),
    executions.length === 0
      ? renderStages(pipeline.stages.map((stage) => ({ ...stage, actions: [] })))
      : h(
          'ol',
          { class: 'executions' },
          executions.map((execution) => renderExecution(execution, now)),
        ),
  );
}

function renderExecution(execution: ExecutionView, now: Date): Element {
  const { id, state, attempt, startedAt, updatedAt, commit } = execution;
  const isRunning = lookOf(state) === 'running' || state === 'STOPPING';
  const duration = toDuration((isRunning ? now.getTime() : updatedAt) - startedAt);
  return h(
    'li',
    { class: 'execution', key: id },
    renderStages(execution.stages),
    h(
      'div',
      { class: 'execution-line' },
      h(
        'span',
        { class: `state ${lookOf(state)}` },
        attempt > 1 ? `${toWords(state)} · attempt ${attempt}` : toWords(state),
      ),
      h('span', { class: 'subject', title: commit.subject }, commit.subject),
      h('span', { class: 'quiet', title: id }, duration),
    ),
  );
}

function renderStages(stages: readonly StageView[]): Element {
  return h('ol', { class: 'stages' }, stages.map(renderStage));
}

function renderStage({ name, state, actions }: StageView): Element {
  const look = lookOf(state);
  const told = actions.map((action) => `${action.name}: ${toWords(action.state)}`).join('\n');
  return h(
    'li',
    { class: `stage ${look}`, key: name, title: told === '' ? undefined : told },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[look]),
    h('span', { class: 'stage-name' }, name),
    h('span', { class: 'hidden' }, toWords(state)),
  );
}

function lookOf(state: string | undefined): Look {
  return LOOKS.get(state ?? '') ?? 'waiting';
}

function toWords(state: string | undefined): string {
  if (state === undefined) return 'waiting';
  return state === 'STARTED' ? 'running' : state.toLowerCase().replaceAll('_', ' ');
}
