import { describe, expect, it } from '@jest/globals';
import { environmentSchemas, readEnvironment } from '#shared/config/environment.ts';

const DELIVER = {
  SOURCE_QUEUE_URL: 'https://sqs/source',
  PARKING_QUEUE_URL: 'https://sqs/parking',
  TABLE_NAME: 'records',
  ARCHIVE_BUCKET: 'archive',
};

describe('readEnvironment', () => {
  it('reads the variables of a function, and no other', () => {
    expect(readEnvironment(environmentSchemas.deliver, { ...DELIVER, PATH: '/bin' })).toEqual(DELIVER);
    expect(
      readEnvironment(environmentSchemas.deliver, { ...DELIVER, SLACK_API_URL: 'http://127.0.0.1:1/api' }),
    ).toHaveProperty('SLACK_API_URL', 'http://127.0.0.1:1/api');
  });

  it('names every variable that is missing or wrong, and the value of none', () => {
    const variables = { ...DELIVER, TABLE_NAME: '', SOURCE_QUEUE_URL: 'canary', ARCHIVE_BUCKET: undefined };

    expect(() => readEnvironment(environmentSchemas.deliver, variables)).toThrow(
      expect.objectContaining({
        code: 'config',
        message:
          'environment variables missing or not valid: SOURCE_QUEUE_URL, TABLE_NAME, ARCHIVE_BUCKET; serverless.yml sets them',
      }),
    );
  });
});
