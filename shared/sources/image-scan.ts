import { list, part, Text } from './source.ts';
import type { Outcome } from './to-notice.ts';

// Absent: none.
export const Scan = part({
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

/** Of a scan of an image, by ECR or by Inspector; undefined where it found nothing worth a message. */
export function scanOutcome(scan: ReturnType<typeof Scan.parse>): Outcome | undefined {
  const { 'scan-status': status = '', 'finding-severity-counts': counts } = scan;
  if (UNABLE.test(status)) return [`could not be scanned: ${status}`, 'bad'];
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

/** `shop:1.4.0`, else by the beginning of the digest. */
export function imageName(
  repository: string | undefined,
  tags: readonly (string | undefined)[],
  digest = '',
) {
  if (repository === undefined) return undefined;
  const tag = tags.filter((one) => one !== undefined).join(', ');
  if (tag !== '') return `${repository}:${tag}`;
  return digest === '' ? repository : `${repository}@${digest.replace(/^sha256:/, '').slice(0, 12)}`;
}
