import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { environmentSchemas, readEnvironment } from '#shared/config/environment.ts';

const QUEUES = { SOURCE_QUEUE_URL: 'https://sqs/source', PARKING_QUEUE_URL: 'https://sqs/parking' };
const Schema = z.object({ TABLE_NAME: z.string().check(z.minLength(1)), SLACK_API_URL: z.optional(z.url()) });

describe('readEnvironment', () => {
  it('reads the variables of a function, and no other', () => {
    const archive = { ...QUEUES, ARCHIVE_BUCKET: 'archive' };

    expect(readEnvironment(environmentSchemas.archive, { ...archive, PATH: '/bin' })).toEqual(archive);
  });

  it('does without what is optional, and reads it where it is', () => {
    expect(readEnvironment(Schema, { TABLE_NAME: 't' })).toEqual({ TABLE_NAME: 't' });
    expect(
      readEnvironment(Schema, { TABLE_NAME: 't', SLACK_API_URL: 'http://127.0.0.1:1/api' }),
    ).toHaveProperty('SLACK_API_URL');
  });

  it.each([
    ['https://slack.com/api', 'https://slack.com/api'],
    ['https://slack.com/api/', 'https://slack.com/api'],
    ['http://127.0.0.1:1/a/api//', 'http://127.0.0.1:1/a/api'],
  ])('takes Slack to be at %s with or without slashes behind it', (given, url) => {
    const slack = { COMMANDS_QUEUE_URL: 'https://sqs/commands', SLACK_API_URL: given };

    expect(readEnvironment(environmentSchemas.slack, slack).SLACK_API_URL).toBe(url);
  });

  it('names every variable that is missing or wrong, and the value of none', () => {
    const variables = { SOURCE_QUEUE_URL: 'canary', PARKING_QUEUE_URL: undefined, ARCHIVE_BUCKET: '' };

    expect(() => readEnvironment(environmentSchemas.archive, variables)).toThrow(
      expect.objectContaining({
        code: 'config',
        message:
          'environment variables missing or not valid: SOURCE_QUEUE_URL, PARKING_QUEUE_URL, ARCHIVE_BUCKET; serverless.yml sets them',
      }),
    );
  });
});
