import { toImageReading } from './image.ts';
import { readScan } from './image-scan.ts';
import { type Envelope, isOf, part, type Reading, type Source, Text, Word } from './source.ts';
import { because, type Outcome } from './to-notice.ts';

const ACTION = 'ECR Image Action';
const SCAN = 'ECR Image Scan';
const REPLICATION = 'ECR Replication Action';
const COPIES = [REPLICATION, 'ECR Pull Through Cache Action'];

const Action = part({
  'action-type': Word,
  result: Word,
  'repository-name': Text,
  'image-digest': Text,
  'image-tag': Text,
  'source-account': Text,
  'source-region': Text,
  'sync-status': Word,
  'upstream-registry-url': Text,
  'failure-code': Text,
  'failure-reason': Text,
});

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['PUSH', 'pushed'],
  ['DELETE', 'deleted'],
]);

/** Tags that came and went, actions and copies that failed, and scans that found something. */
export const ecr: Source = {
  id: 'ecr',
  matches: (envelope) => isOf(envelope, 'aws.ecr', [ACTION, SCAN, ...COPIES]),
  read(envelope) {
    if (isOf(envelope, 'aws.ecr', COPIES)) return readCopy(envelope);
    return isOf(envelope, 'aws.ecr', [SCAN]) ? readScan(envelope, 'ecr') : readAction(envelope);
  },
};

/** Images without a tag are parts of others, or what a lifecycle rule clears away. */
function readAction(envelope: Envelope): Reading {
  const { result, 'action-type': type, 'image-tag': tag, ...image } = Action.parse(envelope.detail);
  const action = ACTIONS.get(type ?? '');
  const hasFailed = result?.startsWith('FAIL');
  if (action === undefined) return { passedOver: 'an image was copied or moved' };
  if (!tag && !hasFailed) return { passedOver: 'an image has no tag' };
  const outcome: Outcome = hasFailed
    ? [`could not be ${action}`, 'bad']
    : [`was ${action}`, type === 'PUSH' ? 'good' : 'neutral'];
  return toImageReading(envelope, { ...image, service: 'ecr', tags: [tag] }, outcome);
}

/** What went well is everyday work. */
function readCopy(envelope: Envelope): Reading {
  const copy = Action.parse(envelope.detail);
  const { result, 'sync-status': status = result, 'upstream-registry-url': upstream } = copy;
  if (!status?.startsWith('FAIL')) return { passedOver: 'an image was copied or moved' };
  const action = isOf(envelope, 'aws.ecr', [REPLICATION]) ? 'replicated' : 'pulled';
  const why = because(copy['failure-reason'] ?? copy['failure-code']);
  const from = upstream ?? [copy['source-account'], copy['source-region']].filter(Boolean).join(' · ');
  return toImageReading(envelope, { ...copy, service: 'ecr', tags: [copy['image-tag']], from }, [
    `could not be ${action}${why}`,
    'bad',
  ]);
}
