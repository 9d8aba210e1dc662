import { describe, expect, it } from '@jest/globals';
import { wantedPatterns } from '#infra/rules.ts';
import { Rule } from '#shared/routing/rule.ts';

const PIPELINES = { source: ['aws.codepipeline'] };
const ECR = { source: ['aws.ecr'] };
const S3 = { source: ['aws.s3'] };
const FILE = { always: { codepipeline: PIPELINES }, routed: { ecr: ECR, s3: S3 } };

describe('the patterns that are wanted', () => {
  it.each([
    ['no service', [{ to: 'a' }], { codepipeline: PIPELINES }],
    ['one', [{ match: { service: 'ecr' }, to: 'a' }], { codepipeline: PIPELINES, ecr: ECR }],
    [
      'each in another route',
      [
        { match: { service: ['s3'] }, to: 'a' },
        { match: { service: ['ecr', 'codebuild'] }, to: 'b' },
      ],
      { codepipeline: PIPELINES, ecr: ECR, s3: S3 },
    ],
    ['any', [{ match: { service: '*' }, to: 'a' }], { codepipeline: PIPELINES, ecr: ECR, s3: S3 }],
  ])('are those of pipelines, and of services where routes name %s', (_, routes, expected) => {
    expect(
      wantedPatterns(
        FILE,
        routes.map((route) => Rule.parse(route)),
      ),
    ).toEqual(expected);
  });
});
