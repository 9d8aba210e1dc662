import { consoleUrl } from '#shared/domain/console.ts';
import type { ActionPlace, Provider } from './provider.ts';

/** Objects as a source, and as the target of a deployment. */
export const s3: readonly Provider[] = ['Source', 'Deploy'].map((category) => ({
  id: `${category}/S3`,
  label: 'Amazon S3',
  link: objectLink,
}));

/** By `arn:aws:s3:::BUCKET/KEY` or `s3://BUCKET/KEY`; the version of an object, which a source has, says neither. */
function objectLink({ region, facts }: ActionPlace): string | undefined {
  const uri = /^(?:arn:aws[a-z-]*:s3:::|s3:\/\/)([a-z0-9.-]+)\/([\x20-\x7e]+)$/;
  const [, bucket, key] = uri.exec(facts.externalId ?? '') ?? [];
  if (bucket === undefined || key === undefined) return undefined;
  return consoleUrl(region, `s3/object/${bucket}?region=${region}&prefix=${encodeURIComponent(key)}`);
}
