import { describe, expect, it } from '@jest/globals';
import { readEvent } from '#shared/sources/index.ts';
import { buildActionEvent, START } from '#tests/support/build-event.ts';

const COMMIT = 'b4a87c07bb26a29119d04cb4baafa8a3af4857c8';
const REDIRECT = 'https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections/redirect?x=1';
const CONNECTION = { category: 'Source', provider: 'CodeStarSourceConnection' };

function factsOf(state: string, type: unknown, result: unknown) {
  const raw = buildActionEvent({ state, detail: { type, 'execution-result': result } });
  const read = readEvent(raw, { receivedAt: START });
  return 'event' in read ? read.event.facts : undefined;
}

function resultOf(summary: unknown) {
  return {
    'external-execution-id': COMMIT,
    'external-execution-url': REDIRECT,
    'external-execution-summary': summary,
    'error-code': 'JobFailed',
  };
}

describe('a source that failed', () => {
  it.each([
    ['whole', '{"ProviderType":"GitHub","CommitMessage":"Fix it\\n\\nMore"}', 'Fix it'],
    ['cut', '{"ProviderType":"GitHub","CommitMessage":"Fix it and th', 'Fix it and th'],
    ['cut before its message', '{"ProviderType":"GitHub","Comm', undefined],
    ['an object', { ProviderType: 'GitHub', CommitMessage: 'Fix it' }, 'Fix it'],
  ])('tells its commit, which is no reason: %s', (_, summary, subject) => {
    expect(factsOf('FAILED', CONNECTION, resultOf(summary))).toEqual({
      provider: 'Source/CodeStarSourceConnection',
      commit: COMMIT,
      ...(subject !== undefined && { subject }),
      host: 'GitHub',
      url: REDIRECT,
      errorCode: 'JobFailed',
      externalId: COMMIT,
    });
  });

  it.each([
    ['text', '[GitHub] No branch main was found in example-org/web-shop'],
    ['another object', '{"ProviderType":"GitHub","Error":"No such branch"}'],
    ['an object without members', '{}'],
  ])('keeps as its reason what is no commit: %s', (_, summary) => {
    expect(factsOf('FAILED', CONNECTION, resultOf(summary))).toEqual({
      provider: 'Source/CodeStarSourceConnection',
      url: REDIRECT,
      summary,
      errorCode: 'JobFailed',
      externalId: COMMIT,
    });
  });
});

describe('a source that is a bucket', () => {
  it.each([
    ['k3Yb9QeWm0rTz7uPf1sD8xLh2cVnJo5a', { commit: 'k3Yb9QeWm0rTz7uPf1sD8xLh2cVnJo5a' }],
    ['null', {}],
  ])('tells its version once, if it has one: %s', (version, told) => {
    const result = {
      'external-execution-id': version,
      'external-execution-summary': `Amazon S3 version id: ${version}`,
    };

    expect(factsOf('SUCCEEDED', { category: 'Source', provider: 'S3' }, result)).toEqual({
      provider: 'Source/S3',
      ...told,
    });
  });
});

describe('an approval', () => {
  it.each([
    ['Approval', 'Manual'],
    ['Invoke', 'Manual'],
    ['test', 'manual'],
    ['APPROVAL', 'Acme'],
    ['', 'Manual'],
    ['Approval', ''],
    ['Approval', 'StepFunctions'],
  ])('is known by its category or by its provider, and tells no id: %s/%s', (category, provider) => {
    const result = { ...resultOf('Not today'), 'external-execution-id': 'canary' };

    expect(factsOf('FAILED', { category, provider }, result)).toEqual({
      provider: 'Approval/Manual',
      startedAt: String(START * 1000),
      summary: 'Not today',
      errorCode: 'JobFailed',
    });
  });

  it('tells when it began only where it failed: then that tells how', () => {
    const type = { category: 'Approval', provider: 'Manual' };

    for (const state of ['STARTED', 'SUCCEEDED', 'STOPPED'])
      expect(factsOf(state, type, undefined)).toEqual({ provider: 'Approval/Manual' });
  });
});

describe('the result of an action', () => {
  it.each([
    ['an object', { phase: 'BUILD', message: 'x' }, '{"phase":"BUILD","message":"x"}'],
    ['a list', ['a', 1], '["a",1]'],
    ['a number', 7, '7'],
    ['null', null, undefined],
  ])('may tell its summary as %s', (_, given, summary) => {
    const facts = factsOf('FAILED', undefined, { 'external-execution-summary': given });

    expect(facts).toEqual(summary === undefined ? {} : { summary });
  });

  it('may itself be JSON in a string', () => {
    const type = { category: 'Build', provider: 'CodeBuild' };
    const result = { 'external-execution-summary': { phase: 'BUILD' }, 'error-code': 'JobFailed' };

    expect(factsOf('FAILED', type, JSON.stringify(result))).toEqual(factsOf('FAILED', type, result));
  });

  it.each([
    ['other text', 'exit status 1'],
    ['JSON that was cut', '{"external-execution-url":"https://console.aws.amazon.com/cod'],
    ['JSON that is no object', '["x"]'],
    ['JSON without a bottom', '{"external-execution-summary":'.repeat(9000)],
  ])('tells nothing as %s', (_, result) => {
    expect(factsOf('FAILED', undefined, result)).toEqual({});
  });
});

describe('the kind of an action', () => {
  it.each([
    ['build', 'codebuild', 'Build/codebuild'],
    ['SOURCE', 'S3', 'Source/S3'],
    ['Gardening', 'Hedge', 'Gardening/Hedge'],
  ])('has its category as CodePipeline spells it, if that is one: %s/%s', (category, provider, told) => {
    expect(factsOf('STARTED', { category, provider }, undefined)).toEqual({ provider: told });
  });
});
