import { toImageReading } from './image.ts';
import { type Envelope, list, part, type Reading, Text } from './source.ts';
import { because, type Outcome } from './to-notice.ts';

// Absent: none.
const Scan = part({
  'scan-status': Text,
  'repository-name': Text,
  'image-digest': Text,
  'image-tags': list(Text),
  'finding-severity-counts': part({ CRITICAL: Text, HIGH: Text, MEDIUM: Text, LOW: Text }),
});

const FINISHED = /^\s*$|(^|_)COMPLETE$/i;
const UNABLE = /FAIL|ERROR|UNSUPPORTED|UNAVAILABLE|EXPIRED/i;
/** What is worth a message: nearly every image has findings below. */
const TOLD = ['CRITICAL', 'HIGH', 'MEDIUM'] as const;

/** Of an image, by ECR or by Inspector. */
export function readScan(envelope: Envelope, service: 'ecr' | 'inspector'): Reading {
  const scan = Scan.parse(envelope.detail);
  const outcome = scanOutcome(scan);
  if (outcome === undefined) return { passedOver: 'a scan found nothing worth a message' };
  const image = {
    ...scan,
    service,
    tags: scan['image-tags'],
    // Inspector gives an ARN, arn:…:repository/NAME.
    'repository-name': scan['repository-name']?.split(':repository/').at(-1),
  };
  return toImageReading(envelope, image, outcome);
}

/** Undefined where it found nothing worth a message. */
function scanOutcome(scan: ReturnType<typeof Scan.parse>): Outcome | undefined {
  const { 'scan-status': status = '', 'finding-severity-counts': counts } = scan;
  if (UNABLE.test(status)) return [`could not be scanned${because(status.replace(/^FAILED$/i, ''))}`, 'bad'];
  const found = TOLD.flatMap((severity) => {
    const count = Number(counts[severity]);
    return count > 0 && Number.isSafeInteger(count) ? [{ severity, count }] : [];
  });
  if (found.length === 0)
    return FINISHED.test(status) ? undefined : [`has a scan in state ${status}`, 'neutral'];
  const isBad = found.some(({ severity }) => severity !== 'MEDIUM');
  const summary = found.map(({ severity, count }) => `${count} ${severity.toLowerCase()}`).join(', ');
  return [`has vulnerabilities: ${summary}`, isBad ? 'bad' : 'neutral'];
}
