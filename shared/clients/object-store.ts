import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { toAwsError } from './aws-error.ts';

export interface StoredObject {
  readonly key: string;
  readonly body: Uint8Array | string;
  readonly contentType: string;
  readonly contentEncoding?: string;
}

/** The archive bucket. */
export interface ObjectStore {
  put(object: StoredObject): Promise<void>;
}

export function createObjectStore(client: S3Client, bucket: string): ObjectStore {
  return {
    async put({ key, body, contentType, contentEncoding }) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: body,
            ContentType: contentType,
            ...(contentEncoding !== undefined && { ContentEncoding: contentEncoding }),
          }),
        );
      } catch (cause) {
        throw toAwsError(cause, `object ${key} in bucket ${bucket}`);
      }
    },
  };
}
