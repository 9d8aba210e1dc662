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
    ['{ service: ecs2 }', '3: route 1, match.service has the unknown value "ecs2"'],
  ])('that nothing fits is found: %s', (match, mistake) => {
    expect(mistakesIn(match)).toEqual([mistake]);
  });

  it.each([
    [
      '{ service: ecr, stage: Deploy, status: [failed], typo: 1 }',
      [
        '3: route 1, match has the unknown setting typo',
        '3: route 1 is for notices of services, and those have no stage',
        '3: route 1 is for notices of services, and its statuses leave notices out',
      ],
    ],
    [
      '{ service: ecr, stage: Deploy, status: notce }',
      [
        '3: route 1, match.status has the unknown value "notce"',
        '3: route 1 is for notices of services, and those have no stage',
      ],
    ],
  ])('is compared in itself, whatever else is wrong: %s', (match, mistakes) => {
    expect(mistakesIn(match)).toEqual(mistakes);
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
