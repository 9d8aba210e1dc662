import { describe, expect, it } from '@jest/globals';
import { readEvent } from '#shared/sources/index.ts';
import {
  buildPipelineEvent,
  buildStageEvent,
  type EventOverrides,
  START,
} from '#tests/support/build-event.ts';

/** The same event as a notification rule publishes it. */
function published(additionalAttributes: unknown, overrides: EventOverrides = { state: 'FAILED' }) {
  const { id: _, 'detail-type': detailType, ...rest } = buildPipelineEvent(overrides);
  return { ...rest, detailType, notificationRuleArn: 'arn:…', additionalAttributes };
}

function factsOf(raw: unknown) {
  const read = readEvent(raw, { receivedAt: START + 5 });
  return 'event' in read ? read.event.facts : read;
}

describe('a message of a notification rule', () => {
  it.each([
    ['none', undefined, {}],
    ['none in it', {}, {}],
    ['null', null, {}],
    ['text', 'oops', {}],
    ['a reason', { additionalInformation: 'exit status 1' }, { summary: 'exit status 1' }],
    [
      'an empty reason beside failed actions',
      {
        additionalInformation: '',
        failedActions: [{ action: 'Test', additionalInformation: 'exit status 1' }],
      },
      { summary: 'Test: exit status 1' },
    ],
    [
      'two failed actions',
      {
        failedStage: 'Deploy',
        failedActions: [{ action: 'Fleet', additionalInformation: 'd-1 failed' }, { action: 'Stack' }],
      },
      { failedStage: 'Deploy', summary: 'Fleet: d-1 failed\nStack' },
    ],
    [
      'broken failed actions',
      { failedActions: [null, 5, { action: {} }, { action: 'Test' }] },
      { summary: 'Test' },
    ],
    ['failed actions that are no list', { failedActions: 'Test' }, {}],
    ['a failed stage alone', { failedStage: 'Build' }, { failedStage: 'Build' }],
    ['a failed stage that is no text', { failedStage: { name: 'Build' } }, {}],
    ['a failed stage without a name', { failedStage: ' ' }, {}],
    ['no source action', { sourceActions: [] }, {}],
    [
      'a source action',
      {
        sourceActions: [
          { sourceActionVariables: { CommitId: 'c-1', BranchName: 'main', RepositoryName: 'shop' } },
        ],
      },
      { commit: 'c-1', branch: 'main', repository: 'shop' },
    ],
    [
      'a source action of CodeCommit',
      {
        sourceActions: [
          {
            sourceActionProvider: 'CodeCommit',
            sourceActionVariables: { CommitId: 'c-1', RepositoryName: 'shop' },
          },
        ],
      },
      { commit: 'c-1', repository: 'shop', host: 'CodeCommit' },
    ],
    ['a broken source action', { sourceActions: [{ sourceActionVariables: ['CommitId'] }] }, {}],
  ])('with %s among its attributes gives the facts that are there', (_, attributes, facts) => {
    const { startedAt: _start, version: _version, ...told } = Object(factsOf(published(attributes)));

    expect(told).toEqual(facts);
  });

  it('gives no reason and no failed stage for what did not fail', () => {
    const told = factsOf(
      published({ additionalInformation: 'all well', failedStage: 'Build' }, { state: 'SUCCEEDED' }),
    );

    expect(told).not.toHaveProperty('summary');
    expect(told).not.toHaveProperty('failedStage');
  });

  it('without a time happened when it was received', () => {
    const { time: _, ...raw } = published({}, { state: 'STARTED' });

    const read = readEvent(
      { ...raw, detail: { ...raw.detail, 'start-time': undefined } },
      { receivedAt: 77 },
    );

    expect(read).toMatchObject({ event: { time: 77 } });
  });

  it('with attempt 0 is of no attempt that is known', () => {
    expect(readEvent(published({}, { attempt: 0 }), { receivedAt: 77 })).not.toHaveProperty('event.attempt');
  });

  it('of another service is a notice', () => {
    const raw = { ...published({}), source: 'aws.codebuild', id: 'n-1' };

    expect(readEvent(raw, { receivedAt: 77 })).toMatchObject({
      notice: { id: 'n-1', title: 'CodePipeline Pipeline Execution State Change', source: 'aws.codebuild' },
    });
  });

  it('of a stage that is not named keeps the stage as unknown', () => {
    const { 'detail-type': detailType, ...rest } = buildStageEvent({ detail: { stage: null } });

    expect(readEvent({ ...rest, detailType }, { receivedAt: 77 })).toMatchObject({ event: { stage: '' } });
  });
});
