import type * as z from 'zod/mini';
import { readStackSet, STACK_SETS } from './cloudformation-stack-set.ts';
import { type Envelope, isOf, part, type Reading, type Source, Text, Word } from './source.ts';
import { because, type Outcome, outcomeOf, path, toNotice } from './to-notice.ts';

const STACK = 'CloudFormation Stack Status Change';
const RESOURCE = 'CloudFormation Resource Status Change';
const DRIFT = 'CloudFormation Drift Detection Status Change';

const Detail = part({
  'stack-id': Text,
  'logical-resource-id': Text,
  'resource-type': Text,
  'status-details': part({
    status: Word,
    'status-reason': Text,
    'stack-drift-status': Word,
    'detection-status': Word,
  }),
  'drift-detection-details': part({ 'drifted-stack-resource-count': Text }),
});
type Detail = z.infer<typeof Detail>;

const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['CREATE_COMPLETE', ['was created', 'good']],
  ['UPDATE_COMPLETE', ['was updated', 'good']],
  ['IMPORT_COMPLETE', ['has imported resources', 'good']],
  ['DELETE_COMPLETE', ['was deleted', 'neutral']],
  ['CREATE_FAILED', ['could not be created', 'bad']],
  ['UPDATE_FAILED', ['could not be updated', 'bad']],
  ['DELETE_FAILED', ['could not be deleted', 'bad']],
]);

/** Ends of what was done to a stack or a stack set, roll-backs from their beginning, the resource at fault, and drift. */
export const cloudformation: Source = {
  id: 'cloudformation',
  matches: (envelope) => isOf(envelope, 'aws.cloudformation', [STACK, RESOURCE, DRIFT, ...STACK_SETS]),
  read(envelope) {
    if (isOf(envelope, 'aws.cloudformation', STACK_SETS)) return readStackSet(envelope);
    const detail = Detail.parse(envelope.detail);
    if (isOf(envelope, 'aws.cloudformation', [DRIFT])) return readDrift(envelope, detail);
    return isOf(envelope, 'aws.cloudformation', [STACK])
      ? readStack(envelope, detail)
      : readResource(envelope, detail);
  },
};

function readStack(envelope: Envelope, detail: Detail): Reading {
  const { status, 'status-reason': reason } = detail['status-details'];
  const rolledBack = rollback(status);
  if (rolledBack === undefined && status?.endsWith('_IN_PROGRESS'))
    return { passedOver: 'a stack is at work' };
  const [what, tone] = rolledBack ?? outcomeOf(OUTCOMES, status);
  return { notice: toStackNotice(envelope, detail, [`${what}${because(reason)}`, tone]) };
}

/** Its beginning says why. Cleaning up afterwards is no news. */
function rollback(status = ''): Outcome | undefined {
  const [, end] = /^(?:UPDATE_|IMPORT_)?ROLLBACK_(IN_PROGRESS|COMPLETE|FAILED)$/.exec(status) ?? [];
  if (end === 'IN_PROGRESS') return ['is being rolled back', 'bad'];
  if (end === 'COMPLETE') return ['was rolled back', 'bad'];
  return end === 'FAILED' ? ['could not be rolled back', 'bad'] : undefined;
}

function readResource(envelope: Envelope, detail: Detail): Reading {
  const { status = '', 'status-reason': reason = '' } = detail['status-details'];
  const { 'logical-resource-id': name = 'a resource', 'resource-type': type } = detail;
  if (!status.endsWith('_FAILED')) return { passedOver: 'a resource made progress' };
  // One resource at fault cancels all that are under way.
  if (/^Resource (creation|update) cancelled$/i.test(reason))
    return { passedOver: 'a resource was canceled for another one' };
  const headline = `failed at ${name}${type === undefined ? '' : ` (${type})`}${because(reason)}`;
  return { notice: toStackNotice(envelope, detail, [headline, 'bad']) };
}

/** While it goes on, a stack is as it was found the last time. */
function readDrift(envelope: Envelope, detail: Detail): Reading {
  const { 'stack-drift-status': drift, 'detection-status': detection } = detail['status-details'];
  if (drift === 'DRIFTED' && detection !== 'DETECTION_IN_PROGRESS')
    return { notice: toStackNotice(envelope, detail, ['has drifted from its template', 'bad']) };
  return detection === 'DETECTION_FAILED'
    ? { notice: toStackNotice(envelope, detail, ['could not be checked for drift', 'bad']) }
    : { passedOver: 'a stack has not drifted' };
}

function toStackNotice(envelope: Envelope, detail: Detail, [headline, tone]: Outcome) {
  const { 'stack-id': arn, 'status-details': details, 'drift-detection-details': drift } = detail;
  const { 'drifted-stack-resource-count': count = '' } = drift;
  const tab = details['detection-status'] === undefined ? 'events' : 'drifts';
  return toNotice(envelope, {
    service: 'cloudformation',
    title: arn?.split('/')[1],
    headline,
    tone,
    // -1 while nobody knows.
    details: { Status: details.status, Resources: /^[1-9]\d*$/.test(count) ? count : undefined },
    page: {
      label: 'Open stack',
      path: path`cloudformation/home?region=${envelope.region}#/stacks/${tab}?stackId=${arn}`,
    },
  });
}
