import { describe, expect, it } from '@jest/globals';
import { readSettings } from '#shared/config/settings.ts';

function mistakesIn(match: string): readonly string[] {
  const text = `destinations: { mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:m' } }
routes:
  - { match: ${match}, to: mail }
`;
  return readSettings(text, 'signalbox.yml').mistakes.map(({ line, what }) => `${line}: ${what}`);
}

describe('a route for services', () => {
  it.each([
    ['{ service: ecr, stage: Deploy }', '3: route 1 is for notices of services, and those have no stage'],
    [
      '{ service: ecr, status: failed }',
      '3: route 1 is for notices of services, and its statuses leave notices out',
    ],
    ['{ service: ecs2 }', '3: route 1, match.service has a value that is not known'],
  ])('that nothing fits is found: %s', (match, mistake) => {
    expect(mistakesIn(match)).toEqual([mistake]);
  });

  it.each([
    '{ service: ecr }',
    "{ service: '*' }",
    '{ service: [ecr, s3], status: [notice, failed] }',
    "{ service: cloudtrail, pipeline: 'web-*' }",
    '{ stage: Deploy, status: failed }',
  ])('may be %s', (match) => {
    expect(mistakesIn(match)).toEqual([]);
  });
});
