import { type Call, callerOf, pipelineOf, pipelinePage } from './cloudtrail-call.ts';
import type { Envelope, Reading } from './source.ts';
import { because, type Outcome, toNotice } from './to-notice.ts';

type Edit = (call: Call, who: string) => Outcome;

/** By the call's name: what it did to a pipeline, or to what holds an execution of it up. */
const EDITS: ReadonlyMap<string, Edit> = new Map<string, Edit>([
  ['CreatePipeline', (_, who) => [`was created by ${who}`, 'neutral']],
  ['UpdatePipeline', (call, who) => [`was edited by ${who}${versionOf(call)}`, 'neutral']],
  ['DeletePipeline', (_, who) => [`was deleted by ${who}`, 'stopped']],
  [
    'DisableStageTransition',
    (call, who) => [
      `${transitionOf(call)} was disabled by ${who}${because(call.requestParameters.reason)}`,
      'stopped',
    ],
  ],
  ['EnableStageTransition', (call, who) => [`${transitionOf(call)} was enabled by ${who}`, 'neutral']],
  [
    'OverrideStageCondition',
    ({ requestParameters: { stageName: stage = 'a stage' } }, who) => [
      `condition of ${stage} was overridden by ${who}`,
      'neutral',
    ],
  ],
]);

/** Other calls are the traffic of jobs and approvals, told elsewhere. */
export function isEdit({ eventName = '' }: Call): boolean {
  return EDITS.has(eventName);
}

export function readEdit(envelope: Envelope, call: Call): Reading {
  const { eventName = '' } = call;
  const [headline, tone] = EDITS.get(eventName)?.(call, callerOf(call)) ?? ['was changed', 'neutral'];
  const pipeline = pipelineOf(call);
  return {
    notice: toNotice(envelope, {
      service: 'cloudtrail',
      title: pipeline ?? 'A pipeline',
      headline,
      tone,
      pipeline,
      ...(eventName !== 'DeletePipeline' && { page: pipelinePage(envelope, pipeline) }),
    }),
  };
}

/** The answer has the new version; what was sent is the one that it replaced. */
function versionOf({ responseElements: { pipeline } }: Call): string {
  const version = Number(pipeline.version);
  return version >= 1 ? ` (version ${Math.trunc(version)})` : '';
}

function transitionOf({ requestParameters: { stageName = 'a stage', transitionType } }: Call): string {
  return `transition ${transitionType === 'Outbound' ? 'out of' : 'into'} ${stageName}`;
}
