import type * as z from 'zod/mini';
import { type Envelope, isOf, part, type Source, Text, Word } from './source.ts';
import { because, type Outcome, path, toNotice } from './to-notice.ts';

const STATUS = 'Step Functions Execution Status Change';

// Input and output stand beside these, and are nobody's business here.
const Detail = part({
  executionArn: Text,
  stateMachineArn: Text,
  name: Text,
  status: Word,
  error: Text,
  cause: Text,
});
type Detail = z.infer<typeof Detail>;
const LambdaError = part({ errorMessage: Text });

const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['FAILED', ['failed', 'bad']],
  ['TIMED_OUT', ['timed out', 'bad']],
  ['ABORTED', ['was aborted', 'stopped']],
]);

/** Executions that came to no good end. What begins and succeeds is everyday work, and may be thousands. */
export const stepFunctions: Source = {
  id: 'step-functions',
  matches: (envelope) => isOf(envelope, 'aws.states', [STATUS]),
  read(envelope) {
    const detail = Detail.parse(envelope.detail);
    const outcome = OUTCOMES.get(detail.status ?? '');
    return outcome === undefined
      ? { passedOver: 'an execution does its work' }
      : { notice: toRunNotice(envelope, detail, outcome) };
  },
};

function toRunNotice(envelope: Envelope, detail: Detail, [outcome, tone]: Outcome) {
  const { executionArn: arn, stateMachineArn: machine, name, error, cause } = detail;
  return toNotice(envelope, {
    service: 'step-functions',
    title: machine?.split(':').at(-1),
    headline: `${outcome}${because(error)}`,
    tone,
    details: { Why: cause === undefined ? undefined : reasonIn(cause), Execution: name },
    page: {
      label: 'Open execution',
      path: path`states/home?region=${envelope.region}#/v2/executions/details/${arn}`,
    },
  });
}

/** A cause may quote the input, or be all that a service answered: only a function's own words are taken out of JSON. */
function reasonIn(cause: string): string | undefined {
  if (!/^\s*[[{]/.test(cause)) return cause.split(/['"]*[[{]| in the input /, 1)[0];
  try {
    return LambdaError.parse(JSON.parse(cause)).errorMessage;
  } catch {
    // Cut off, as a cause may be: nobody knows what is in it.
    return undefined;
  }
}
