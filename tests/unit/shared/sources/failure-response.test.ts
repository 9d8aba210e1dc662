import { describe, expect, it } from '@jest/globals';
import { readEvent } from '#shared/sources/index.ts';

const ENVELOPE = {
  id: 'a3f1c2',
  source: 'signalbox.failure-response',
  'detail-type': 'Signalbox Failure Response',
  account: '111122223333',
  region: 'eu-west-1',
  time: '2026-03-04T09:15:00.123Z',
};
const DETAIL = {
  pipeline: 'web-shop',
  'execution-id': 'e1',
  stage: 'Production',
  response: 'retry',
  status: 'Succeeded',
  by: ['Ada Okafor'],
};

function read(detail: unknown) {
  return readEvent({ ...ENVELOPE, detail }, { receivedAt: 0 });
}

describe('a failure response', () => {
  it('is a notice about the pipeline', () => {
    expect(read(DETAIL)).toEqual({
      notice: {
        kind: 'notice',
        id: 'a3f1c2',
        title: 'web-shop',
        headline: 'Production was retried and succeeded',
        source: 'signalbox.failure-response',
        account: '111122223333',
        region: 'eu-west-1',
        resource: undefined,
        time: 1_772_615_700,
        tone: 'good',
        pipeline: 'web-shop',
        details: [{ label: 'By', text: 'Ada Okafor' }],
      },
    });
  });

  it.each([
    ['retry', 'Failed', 'Production was retried and failed again'],
    ['rollback', 'Succeeded', 'Production was rolled back and succeeded'],
    [
      'rollback',
      'NoEarlierSuccess',
      'Production could not be rolled back: no earlier execution went well there',
    ],
    [
      'retry',
      'CodePipeline.StageNotRetryableException',
      'Production could not be retried: it is not to be retried any more',
    ],
    ['retry', 'States.TaskFailed', 'Production could not be retried: States.TaskFailed'],
    ['retry', 'InProgress', 'Production was retried and still runs'],
    ['rollback', 'Unknown', 'Production was rolled back but how it went is not known'],
    [
      'ask',
      'ConfigError',
      'Production was left as it is, for nobody could be asked: no rule lets anybody decide, or no route asks them',
    ],
  ])('tells of a %s that came to %s', (response, status, headline) => {
    expect(read({ ...DETAIL, response, status })).toMatchObject({ notice: { headline } });
  });

  it('tells why the outcome could not be seen', () => {
    const reason = 'CodePipeline.PipelineNotFoundException';

    expect(read({ ...DETAIL, status: 'Unknown', reason, by: [] })).toMatchObject({
      notice: { tone: 'bad', details: [{ label: 'Why', text: reason }] },
    });
  });

  it('is no bad news while it runs', () => {
    expect(read({ ...DETAIL, status: 'InProgress' })).toMatchObject({ notice: { tone: 'running' } });
  });

  it('needs nothing that may be missing', () => {
    expect(read({ pipeline: 'web-shop' })).toMatchObject({ notice: { title: 'web-shop', tone: 'bad' } });
    expect(read({})).toMatchObject({ notice: { title: 'Signalbox Failure Response' } });
  });
});
