import type { Service } from '#shared/domain/notice.ts';
import type { Envelope, Reading } from './source.ts';
import { type Outcome, path, toNotice } from './to-notice.ts';

interface Image {
  readonly service: Service;
  readonly 'repository-name'?: string | undefined;
  readonly 'image-digest'?: string | undefined;
  readonly tags: readonly (string | undefined)[];
  readonly from?: string | undefined;
}

export function toImageReading(envelope: Envelope, image: Image, [headline, tone]: Outcome): Reading {
  const { 'repository-name': repository, 'image-digest': digest, tags, from } = image;
  return {
    notice: toNotice(envelope, {
      service: image.service,
      title: imageName(repository, tags, digest),
      headline,
      tone,
      details: { Digest: digest, From: from },
      page: {
        label: 'Open repository',
        path: path`ecr/repositories/private/${envelope.account}/${repository}?region=${envelope.region}`,
      },
    }),
  };
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
