import { imageName, Scan, scanOutcome } from './image-scan.ts';
import { type Envelope, isOf, part, type Reading, type Source, Text, Word } from './source.ts';
import { type Outcome, path, toNotice } from './to-notice.ts';

const ACTION = 'ECR Image Action';
const SCAN = 'ECR Image Scan';

const Action = part({
  'action-type': Word,
  result: Word,
  'repository-name': Text,
  'image-digest': Text,
  'image-tag': Text,
});

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['PUSH', 'pushed'],
  ['DELETE', 'deleted'],
]);

/** Tags that came and went, actions that failed, and scans that found something. */
export const ecr: Source = {
  id: 'ecr',
  matches: (envelope) => isOf(envelope, 'aws.ecr', [ACTION, SCAN]),
  read: (envelope) => (isOf(envelope, 'aws.ecr', [SCAN]) ? readScan(envelope) : readAction(envelope)),
};

/** Images without a tag are parts of others, or what a lifecycle rule clears away. */
function readAction(envelope: Envelope): Reading {
  const { result, 'action-type': type, 'image-tag': tag, ...image } = Action.parse(envelope.detail);
  const action = ACTIONS.get(type ?? '');
  const hasFailed = result === 'FAILURE';
  if (action === undefined) return { passedOver: 'an image was copied or moved' };
  if (!tag && !hasFailed) return { passedOver: 'an image has no tag' };
  const outcome: Outcome = hasFailed
    ? [`could not be ${action}`, 'bad']
    : [`was ${action}`, type === 'PUSH' ? 'good' : 'neutral'];
  return toReading(envelope, { ...image, tags: [tag] }, outcome);
}

function readScan(envelope: Envelope): Reading {
  const scan = Scan.parse(envelope.detail);
  const outcome = scanOutcome(scan);
  if (outcome === undefined) return { passedOver: 'a scan found nothing worth a message' };
  return toReading(envelope, { ...scan, tags: scan['image-tags'] }, outcome);
}

interface Image {
  readonly 'repository-name'?: string | undefined;
  readonly 'image-digest'?: string | undefined;
  readonly tags: readonly (string | undefined)[];
}

function toReading(envelope: Envelope, image: Image, [headline, tone]: Outcome): Reading {
  const { 'repository-name': repository, 'image-digest': digest, tags } = image;
  return {
    notice: toNotice(envelope, {
      service: 'ecr',
      title: imageName(repository, tags, digest),
      headline,
      tone,
      details: { Digest: digest },
      page: {
        label: 'Open repository',
        path: path`ecr/repositories/private/${envelope.account}/${repository}?region=${envelope.region}`,
      },
    }),
  };
}
