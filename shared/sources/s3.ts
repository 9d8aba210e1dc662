import type * as z from 'zod/mini';
import { type Envelope, isOf, part, type Source, Text } from './source.ts';
import { type Outcome, path, toNotice } from './to-notice.ts';

const CREATED = 'Object Created';
const DELETED = 'Object Deleted';

const Detail = part({
  bucket: part({ name: Text }),
  object: part({ key: Text, size: Text, 'version-id': Text }),
  reason: Text,
  'deletion-type': Text,
});
type Detail = z.infer<typeof Detail>;

/** As our own archive names its objects. If its bucket had its events on, each would make the next. */
const OWN_ARCHIVE = 'events/year=';

/** Objects that somebody put or deleted, in buckets whose events are switched on. */
export const s3: Source = {
  id: 's3',
  matches: (envelope) => isOf(envelope, 'aws.s3', [CREATED, DELETED]),
  read(envelope) {
    const detail = Detail.parse(envelope.detail);
    const { key = 'an object' } = detail.object;
    if (key.startsWith(OWN_ARCHIVE)) return { passedOver: 'it is in an archive of ours' };
    if (isOf(envelope, 'aws.s3', [CREATED]))
      return { notice: toObjectNotice(envelope, detail, [`has a new object: ${key}`, 'neutral']) };
    if (detail.reason === 'Lifecycle Expiration') return { passedOver: 'an object expired' };
    return { notice: toObjectNotice(envelope, detail, [`had an object deleted: ${key}`, 'neutral']) };
  },
};

function toObjectNotice(envelope: Envelope, { bucket, object, ...how }: Detail, [headline, tone]: Outcome) {
  const { key, size, 'version-id': version } = object;
  return toNotice(envelope, {
    service: 's3',
    title: bucket.name,
    headline,
    tone,
    details: {
      Size: size && formatSize(Number(size)),
      Version: version,
      How: how['deletion-type'] ?? how.reason,
    },
    page: isOf(envelope, 'aws.s3', [CREATED])
      ? { label: 'Open object', path: path`s3/object/${bucket.name}?region=${envelope.region}&prefix=${key}` }
      : { label: 'Open bucket', path: path`s3/buckets/${bucket.name}?region=${envelope.region}` },
  });
}

/** `812 B`, `5.2 MB`: thousands, as storage is sold. */
function formatSize(bytes: number): string | undefined {
  if (!(bytes >= 0)) return undefined;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
  const amount = bytes / 1000 ** power;
  return `${power === 0 ? amount : amount.toFixed(1)} ${units[power]}`;
}
