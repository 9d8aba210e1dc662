import * as z from 'zod/mini';
import { toFact } from '#shared/domain/facts.ts';
import type { Notice } from '#shared/domain/notice.ts';
import { InvalidInputError } from '#shared/errors.ts';
import { type Envelope, type Source, Text } from './source.ts';

const Detail = z.object({
  pipeline: z.string().check(z.minLength(1), z.maxLength(100)),
  'execution-id': Text,
  stage: Text,
  response: Text,
  status: Text,
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
]);
/** What the execution that a response began came to, in CodePipeline's words; anything else is why there is none. */
const OUTCOMES = new Map([
  ['Succeeded', 'and succeeded'],
  ['Failed', 'and failed again'],
  ['Stopped', 'and was stopped'],
  ['Superseded', 'and was superseded by a newer execution'],
  ['Cancelled', 'and was canceled'],
]);
const REASONS = new Map([
  ['NoEarlierSuccess', 'no earlier execution went well there'],
  ['CodePipeline.StageNotRetryableException', 'it is not to be retried any more'],
  ['CodePipeline.NotLatestPipelineExecutionException', 'a newer execution came meanwhile'],
  ['CodePipeline.UnableToRollbackStageException', 'CodePipeline cannot roll it back'],
]);

/** What the state machine `failure-response` did about a stage that failed (infra/failure-response.asl.json). */
export const failureResponse: Source = {
  id: 'failure-response',
  matches: ({ source }) => source === 'signalbox.failure-response',
  read: (envelope) => ({ notice: toNotice(envelope) }),
};

function toNotice(envelope: Envelope): Notice {
  const parsed = Detail.safeParse(envelope.detail);
  if (!parsed.success) throw new InvalidInputError('a failure response must name its pipeline');
  const detail = parsed.data;
  const { pipeline, status = '' } = detail;
  const milliseconds = Date.parse(envelope.time ?? '');
  return {
    kind: 'notice',
    id: toFact(envelope.id ?? '') || `${pipeline}-${detail['execution-id']}`,
    title: toFact(pipeline),
    headline: headlineOf(detail),
    source: 'Signalbox',
    account: toFact(envelope.account ?? '') || undefined,
    region: toFact(envelope.region ?? '') || undefined,
    resource: undefined,
    time: Number.isNaN(milliseconds) ? undefined : Math.trunc(milliseconds / 1000),
    tone: status === 'Succeeded' ? 'good' : 'bad',
    pipeline: toFact(pipeline),
    details: detail.by.length === 0 ? [] : [{ label: 'By', text: toFact(detail.by.join(', ')) }],
  };
}

/** 'Production was retried and succeeded'. */
function headlineOf({ stage = 'a stage', response = '', status = '' }: Detail): string {
  const outcome = OUTCOMES.get(status);
  const words =
    outcome === undefined
      ? `${NOT_DONE.get(response) ?? 'was left as it is'}: ${REASONS.get(status) ?? status}`
      : `${DONE.get(response) ?? 'was answered'} ${outcome}`;
  return toFact(`${stage} ${words}`);
}
