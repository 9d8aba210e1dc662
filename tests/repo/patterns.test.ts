import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '#shared/domain/notice.ts';
import { patternFile, patternsFor } from './support/patterns.ts';
import { readFiles } from './support/sources.ts';

const MAX_PATTERN_CHARACTERS = 2048;

const patterns = Object.entries({ ...patternFile.always, ...patternFile.routed });

describe('the patterns', () => {
  it.each(filesIn('codepipeline'))('take $path, by exactly one of them', ({ text }) => {
    expect(patternsFor(JSON.parse(text))).toEqual(['codepipeline']);
  });

  it.each(filesIn('scenes'))('take every event of $path', ({ text }) => {
    const events = text.trim().split('\n');

    expect(events.filter((event) => patternsFor(JSON.parse(event)).length !== 1)).toEqual([]);
  });

  it.each([
    ['another service', { source: 'aws.tardis', 'detail-type': 'CodeBuild Build State Change' }],
    [
      'an event of ours',
      { source: 'signalbox', 'detail-type': 'CodePipeline Pipeline Execution State Change' },
    ],
    ['a call about no pipeline', { source: 'aws.iam', 'detail-type': 'AWS API Call via CloudTrail' }],
    [
      'a call that somebody claims to know of',
      {
        source: 'acme',
        'detail-type': 'AWS API Call via CloudTrail',
        detail: { eventSource: 'codepipeline.amazonaws.com', eventName: 'DeletePipeline', readOnly: false },
      },
    ],
    ['an image that is replicated', { source: 'aws.ecr', 'detail-type': 'ECR Replication Action' }],
  ])('leave %s alone', (_, event) => {
    expect(patternsFor({ detail: {}, ...event })).toEqual([]);
  });

  it.each(patterns)('%s is short enough for EventBridge', (_, pattern) => {
    expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(MAX_PATTERN_CHARACTERS);
  });

  it('are one for each service that a route can name, and of those only calls are always asked for', () => {
    expect([...Object.keys(patternFile.routed), 'cloudtrail'].toSorted()).toEqual([...SERVICES]);
    expect(Object.keys(patternFile.always)).toEqual(['codepipeline', 'cloudtrail']);
  });
});

function filesIn(folder: string) {
  return readFiles(`events/${folder}/*`);
}
