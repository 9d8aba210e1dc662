import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { REGION } from './aws/identity.ts';
import type { EmbeddedAws } from './aws/index.ts';

/** Its logical id in infra/bucket.yml. */
const ARCHIVE_BUCKET = 'ArchiveBucket';
const GZIP_START = Buffer.from([0x1f, 0x8b]);

export interface ArchiveReader {
  /** The first thousand by key. */
  list(): Promise<readonly { readonly key: string; readonly size: number; readonly at: number }[]>;
  /** An object as text, unpacked. */
  read(key: string): Promise<string>;
  stop(): void;
}

/** Reads the archive bucket of the template. */
export function createArchiveReader({ endpoint, resources }: EmbeddedAws): ArchiveReader {
  const bucket = resources.get(ARCHIVE_BUCKET);
  if (!bucket) throw new Error(`The template has no ${ARCHIVE_BUCKET}, so there is no archive to show.`);

  const Bucket = bucket.ref;
  const client = new S3Client({
    endpoint,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    async list() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
      return Contents.map(({ Key: key = '', Size: size = 0, LastModified: at = new Date(0) }) => ({
        key,
        size,
        at: at.getTime(),
      }));
    },
    async read(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      return (bytes.subarray(0, 2).equals(GZIP_START) ? gunzipSync(bytes) : bytes).toString('utf8');
    },
    stop: () => client.destroy(),
  };
}
