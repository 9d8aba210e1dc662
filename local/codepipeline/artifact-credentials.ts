import { randomBytes } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * What every job gets to read and write artifacts. Made up anew in each process and good for nothing,
 * but of the look of real ones: a test finds them wherever they leak to.
 */
export const ARTIFACT_CREDENTIALS = {
  accessKeyId: `ASIA${Array.from(randomBytes(16), (byte) => BASE32[byte % BASE32.length]).join('')}`,
  secretAccessKey: randomBytes(30).toString('base64'),
  sessionToken: randomBytes(384).toString('base64'),
} as const;
