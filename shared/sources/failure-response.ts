import * as z from 'zod/mini';
import type { NoticeTone } from '#shared/domain/notice.ts';
import { type Envelope, part, type Reading, type Source, Text } from './source.ts';
import { toNotice } from './to-notice.ts';

const Detail = part({
  pipeline: Text,
  'execution-id': Text,
  stage: Text,
  response: Text,
  status: Text,
  reason: Text,
  by: z.catch(z.array(z.string()), []),
});
type Detail = z.infer<typeof Detail>;

const DONE = new Map([
  ['retry', 'was retried'],
  ['rollback', 'was rolled back'],
]);
const NOT_DONE = new Map([
  ['retry', 'could not be retried'],
  ['rollback', 'could not be rolled back'],
  ['ask', 'was left as it is, for nobody could be asked'],
]);
/** What the execution that a response began came to, in CodePipeline's words; anything else is why there is none. */
const OUTCOMES = new Map([
  ['Succeeded', 'and succeeded'],
  ['Failed', 'and failed again'],
  ['Stopped', 'and was stopped'],
  ['Superseded', 'and was superseded by a newer execution'],
  ['Cancelled', 'and was canceled'],
  ['InProgress', 'and still runs'],
  ['Stopping', 'and is still being stopped'],
  ['Unknown', 'but how it went is not known'],
]);
const TONES = new Map<string, NoticeTone>([
  ['Succeeded', 'good'],
  ['InProgress', 'running'],
  ['Stopping', 'running'],
]);
const REASONS = new Map([
  ['ConfigError', 'no rule lets anybody decide, or no route asks them'],
  ['NoEarlierSuccess', 'no earlier execution went well there'],
  ['CodePipeline.StageNotRetryableException', 'it is not to be retried any more'],
  ['CodePipeline.NotLatestPipelineExecutionException', 'a newer execution came meanwhile'],
  ['CodePipeline.UnableToRollbackStageException', 'CodePipeline cannot roll it back'],
]);

/** What the state machine `failure-response` did about a stage that failed (infra/failure-response.asl.json). */
export const failureResponse: Source = {
  id: 'failure-response',
  matches: ({ source }) => source === 'signalbox.failure-response',
  read: readResponse,
};

function readResponse(envelope: Envelope): Reading {
  const detail = Detail.parse(envelope.detail);
  const { pipeline, status = '', reason, by } = detail;
  const notice = toNotice(envelope, {
    title: pipeline,
    headline: headlineOf(detail),
    tone: TONES.get(status) ?? 'bad',
    pipeline,
    details: { By: by.join(', '), Why: status === 'Unknown' ? reason : undefined },
  });
  return { notice };
}

/** 'Production was retried and succeeded'. */
function headlineOf({ stage = 'a stage', response = '', status = '' }: Detail): string {
  const outcome = OUTCOMES.get(status);
  const words =
    outcome === undefined
      ? `${NOT_DONE.get(response) ?? 'was left as it is'}: ${REASONS.get(status) ?? status}`
      : `${DONE.get(response) ?? 'was answered'} ${outcome}`;
  return `${stage} ${words}`;
}
