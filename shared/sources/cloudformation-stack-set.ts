import type * as z from 'zod/mini';
import { type Envelope, isOf, part, type Reading, Text, Word } from './source.ts';
import { because, type Outcome, outcomeOf, path, toNotice } from './to-notice.ts';

const INSTANCE = 'CloudFormation StackSet StackInstance Status Change';
export const STACK_SETS = [
  INSTANCE,
  'CloudFormation StackSet Operation Status Change',
  'CloudFormation StackSet Status Change',
];

const Detail = part({
  'stack-set-arn': Text,
  'stack-set-operation-id': Text,
  'stack-id': Text,
  'status-details': part({ status: Word, 'detailed-status': Word, 'status-reason': Text }),
});
type Detail = z.infer<typeof Detail>;

const AT_WORK: readonly string[] = ['ACTIVE', 'QUEUED', 'RUNNING', 'STOPPING'];
const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['SUCCEEDED', ['operation succeeded', 'good']],
  ['FAILED', ['operation failed', 'bad']],
  ['STOPPED', ['operation was stopped', 'stopped']],
  ['DELETED', ['was deleted', 'neutral']],
]);

/** Ends of operations, and the stacks that they failed at: those alone say why. */
export function readStackSet(envelope: Envelope): Reading {
  const detail = Detail.parse(envelope.detail);
  if (isOf(envelope, 'aws.cloudformation', [INSTANCE])) return readInstance(envelope, detail);
  const { status, 'status-reason': reason } = detail['status-details'];
  if (AT_WORK.includes(status ?? '')) return { passedOver: 'a stack set is at work' };
  const [outcome, tone] = outcomeOf(OUTCOMES, status);
  return toSetNotice(envelope, detail, [`${outcome}${because(reason)}`, tone]);
}

/** One that failed cancels others; there may be hundreds. */
function readInstance(envelope: Envelope, detail: Detail): Reading {
  const { 'detailed-status': status = '', 'status-reason': reason } = detail['status-details'];
  if (!/^FAILED|^INOPERABLE$/.test(status)) return { passedOver: 'a stack set is at work' };
  const [, , , region, account] = detail['stack-id']?.split(':') ?? [];
  const place = [account, region].filter(Boolean).join(', ') || 'an account';
  return toSetNotice(envelope, detail, [`failed in ${place}${because(reason)}`, 'bad']);
}

function toSetNotice(envelope: Envelope, detail: Detail, [headline, tone]: Outcome): Reading {
  const { 'stack-set-arn': arn, 'stack-set-operation-id': id } = detail;
  // arn:…:stackset/NAME:ID
  const set = arn?.split(':stackset/')[1];
  return {
    notice: toNotice(envelope, {
      service: 'cloudformation',
      title: set?.split(':')[0],
      headline,
      tone,
      details: { Operation: id },
      page: {
        label: 'Open stack set',
        path: path`cloudformation/home?region=${envelope.region}#/stacksets/${set}/info`,
      },
    }),
  };
}
