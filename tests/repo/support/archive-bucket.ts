import { DeleteBucketCommand, DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { Stack } from '#tests/support/embedded-stack.ts';

/** False while a function is still writing to it. */
export async function deleteArchiveBucket(stack: Stack): Promise<boolean> {
  const Bucket = stack.ref('ArchiveBucket');
  const { Contents = [] } = await stack.s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await stack.s3.send(new DeleteObjectCommand({ Bucket, Key }));
  return stack.s3.send(new DeleteBucketCommand({ Bucket })).then(
    () => true,
    () => false,
  );
}
