import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { compilePattern } from '#local/aws/events/pattern.ts';

const EVENTS = resolve(import.meta.dirname, '../../events');
const MAX_PATTERN_CHARACTERS = 2048;

const patterns = Object.entries<object>(parse(readFileSync(join(EVENTS, 'patterns.yml'), 'utf8')));

describe('the patterns', () => {
  it.each(filesIn('codepipeline'))('take codepipeline/%s, by exactly one of them', (file) => {
    expect(patternsThatMatch(readFileSync(join(EVENTS, 'codepipeline', file), 'utf8'))).toEqual([
      'codepipeline',
    ]);
  });

  it.each(filesIn('scenes'))('take every event of scenes/%s', (file) => {
    const events = readFileSync(join(EVENTS, 'scenes', file), 'utf8')
      .trim()
      .split('\n');

    expect(events.filter((event) => patternsThatMatch(event).length !== 1)).toEqual([]);
  });

  it.each([
    ['another service', { source: 'aws.codebuild', 'detail-type': 'CodeBuild Build State Change' }],
    [
      'an event of ours',
      { source: 'signalbox', 'detail-type': 'CodePipeline Pipeline Execution State Change' },
    ],
    ['a CloudTrail record', { source: 'aws.codepipeline', 'detail-type': 'AWS API Call via CloudTrail' }],
  ])('leave %s alone', (_, event) => {
    expect(patternsThatMatch(JSON.stringify({ ...event, detail: {} }))).toEqual([]);
  });

  it.each(patterns)('%s is short enough for EventBridge', (_, pattern) => {
    expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(MAX_PATTERN_CHARACTERS);
  });
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(EVENTS, folder));
}

function patternsThatMatch(event: string): readonly string[] {
  return patterns.filter(([, pattern]) => compilePattern(pattern)(JSON.parse(event))).map(([name]) => name);
}
