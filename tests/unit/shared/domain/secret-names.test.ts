import { describe, expect, it } from '@jest/globals';
import { isSecretName } from '#shared/domain/secret-names.ts';

describe('isSecretName', () => {
  it.each([
    ...[
      'password',
      'Password',
      'masterUserPassword',
      'DB_PASSWORD',
      'DB_PASSWORD_PROD',
      'password1',
      'DB_PASS',
    ],
    ...['ClientSecret', 'RefreshToken', 'sessionToken', 'secretString', 'secretBinary', 'SECRET_KEY_BASE'],
    ...['apiKey', 'api_key', 'secretAccessKey', '/db/password', 'db-password'],
  ])('knows %s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    ...['nextToken', 'clientRequestToken', 'continuationToken', 'maxToken', 'tokenType', 'tokens'],
    ...['secretArn', 'SECRET_ARN', 'secretName', 'SECRET_NAME', 'PASSWORD_FILE', 'accessKeyId', 'objectKey'],
    ...['passed', 'author', 'key', 'name', ''],
  ])('takes %s for harmless', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
