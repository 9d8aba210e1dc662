import {
  buildActionEvent,
  buildPipelineEvent,
  buildStageEvent,
  type RawEvent,
} from '#tests/support/build-event.ts';

/** The pipeline of the cost model: 5 stages with 8 actions, of which each emits two events: 28 in all. */
export const LARGE: Readonly<Record<string, readonly string[]>> = {
  Source: ['Checkout'],
  Build: ['UnitTests', 'Package'],
  Staging: ['Deploy', 'SmokeTests'],
  Approval: ['Acceptance'],
  Production: ['Deploy', 'SmokeTests'],
};
const ACTION_SECONDS = 60;

/** One stage after the other, the actions of each one after the other. */
export function execution(stages: Readonly<Record<string, readonly string[]>>): readonly RawEvent[] {
  const names = Object.keys(stages);
  let after = 2;
  const inside = names.flatMap((stage) => {
    const actions = (stages[stage] ?? []).flatMap((action) => {
      const begun = after;
      after += ACTION_SECONDS;
      return [
        buildActionEvent({ stage, action, state: 'STARTED', after: begun }),
        buildActionEvent({ stage, action, state: 'SUCCEEDED', after }),
      ];
    });
    const begun = actions[0] === undefined ? after : after - ACTION_SECONDS * (stages[stage] ?? []).length;
    return [
      buildStageEvent({ stage, state: 'STARTED', after: begun }),
      ...actions,
      buildStageEvent({ stage, state: 'SUCCEEDED', after }),
    ];
  });
  return [
    buildPipelineEvent({ state: 'STARTED', after: 0 }),
    ...inside,
    buildPipelineEvent({ state: 'SUCCEEDED', after: after + 1 }),
  ];
}

/** The same pipeline, whose second stage fails in its first action. */
export function failedExecution(stages: Readonly<Record<string, readonly string[]>>): readonly RawEvent[] {
  const [, second = ''] = Object.keys(stages);
  const [action = ''] = stages[second] ?? [];
  const events = execution(stages);
  const end = events.findIndex(
    ({ detail }) => detail['action'] === action && detail['state'] === 'SUCCEEDED',
  );
  const after = (Date.parse(events[end]?.time ?? '') - Date.parse(events[0]?.time ?? '')) / 1000;
  return [
    ...events.slice(0, end),
    buildActionEvent({
      stage: second,
      action,
      state: 'FAILED',
      after,
      detail: { 'execution-result': RESULT },
    }),
    buildStageEvent({ stage: second, state: 'FAILED', after }),
    buildPipelineEvent({ state: 'FAILED', after: after + 1 }),
  ];
}

const RESULT = {
  'external-execution-summary': 'Build terminated with state: FAILED. Phase: BUILD, Message: npm test',
  'error-code': 'JobFailed',
  'external-execution-id': 'web-shop-build:1',
};
