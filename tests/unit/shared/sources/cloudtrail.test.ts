import { describe, expect, it } from '@jest/globals';
import { CALL } from '#shared/domain/observation.ts';
import { readEvent } from '#shared/sources/index.ts';
import { START } from '#tests/support/build-event.ts';
import { detailsOf, gistOf, noticeOf, readSample, sampleOf, withDetail } from '#tests/support/samples.ts';

const CONTEXT = { receivedAt: START };

describe('a call for an execution', () => {
  it.each([
    ['start', { startedBy: 'mary.major' }],
    ['stop', { stoppedBy: 'jo' }],
    ['retry', { retriedBy: 'mary.major' }],
    ['roll-back', { rolledBackBy: 'mary.major' }],
  ])('to %s it is joined to it, with who asked: %j', (name, facts) => {
    const { time, detail } = sampleOf(`cloudtrail/${name}`);
    const { pipelineExecutionId: executionId } = Object(detail['responseElements']);

    expect(readSample(`cloudtrail/${name}`)).toEqual({
      event: {
        execution: {
          account: '111122223333',
          region: 'eu-west-1',
          pipeline: 'storefront-release',
          executionId,
        },
        state: CALL,
        time: Date.parse(time) / 1000,
        facts,
      },
    });
  });

  it('has its place of its detail where the envelope tells none, and the time of its arrival', () => {
    const { detail, source, 'detail-type': detailType } = sampleOf('cloudtrail/start');

    expect(readEvent({ source, 'detail-type': detailType, detail }, CONTEXT)).toMatchObject({
      event: { execution: { account: '111122223333', region: 'eu-west-1' }, time: START },
    });
  });

  it.each([
    ['no name', { requestParameters: { name: null } }, 'a call names no execution'],
    [
      'a name of another service',
      { requestParameters: { name: 'x'.repeat(201) } },
      'a call names no execution',
    ],
    ['no answer', { responseElements: null }, 'a call names no execution'],
    [
      'a service',
      { userIdentity: { type: 'AWSService', invokedBy: 'events.amazonaws.com' } },
      'a service called, and no person',
    ],
  ])('is passed over with %s', (_, changes, passedOver) => {
    expect(readEvent(withDetail('cloudtrail/start', changes), CONTEXT)).toEqual({ passedOver });
  });
});

describe('a call that changes a pipeline', () => {
  it.each([
    ['create', '[neutral] storefront-release was created by mary.major'],
    ['update', '[neutral] storefront-release was edited by mary.major (version 12)'],
    ['update-by-cloudformation', '[neutral] storefront-release was edited by mary.major'],
    ['delete', '[stopped] storefront-old was deleted by mary.major'],
    [
      'disable-transition',
      '[stopped] storefront-release transition into Deploy was disabled by mary.major: Release freeze',
    ],
    ['enable-transition', '[neutral] storefront-release transition out of Deploy was enabled by mary.major'],
    ['override-condition', '[neutral] storefront-release condition of Deploy was overridden by mary.major'],
    ['awkward-root', '[stopped] storefront-old was deleted by root'],
    ['awkward-identity-center-user', '[neutral] storefront-release was edited by 93cd8f4e-user (version 13)'],
  ])('%s is told as %s', (name, gist) => {
    const notice = noticeOf(`cloudtrail/${name}`);

    expect(gistOf(notice)).toBe(gist);
    expect(notice).toMatchObject({ service: 'cloudtrail', pipeline: notice.title });
  });

  it('links to the pipeline while there is one', () => {
    expect(noticeOf('cloudtrail/update').link).toEqual({
      label: 'Open pipeline',
      url: 'https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/storefront-release/view?region=eu-west-1',
    });
    expect(noticeOf('cloudtrail/delete').link).toBeUndefined();
  });

  it('is by somebody where the trail names nobody', () => {
    expect(noticeOf('cloudtrail/awkward-nobody').headline).toMatch(
      /^transition into a stage was disabled by somebody: x{300}$/,
    );
  });

  it.each([
    ['the name of a user', { userName: 'li' }, 'li'],
    ['a federated user', { arn: 'arn:aws:sts::111122223333:federated-user/sam' }, 'sam'],
    ['a mail address', { arn: 'arn:aws:sts::1:assumed-role/SSO/mary@example.com' }, 'mary@example.com'],
    [
      'a service behind a session that it named by a hash',
      { arn: 'arn:aws:sts::1:assumed-role/Events/0123456789abcdef0123', invokedBy: 'events.amazonaws.com' },
      'events.amazonaws.com',
    ],
    [
      'a person whose session is called so',
      { arn: 'arn:aws:sts::1:assumed-role/R/deadbeefdeadbeef' },
      'deadbeefdeadbeef',
    ],
  ])('is by %s', (_, userIdentity, name) => {
    expect(noticeOf(withDetail('cloudtrail/create', { userIdentity })).headline).toBe(
      `was created by ${name}`,
    );
  });

  it('shows nothing of the structure, of the role that was taken on, and of the address', () => {
    const told = JSON.stringify(noticeOf('cloudtrail/update'));

    for (const hidden of ['not-to-be-shown', 'Release', '192.0.2.10', 'ASIA'])
      expect(told).not.toContain(hidden);
  });
});

describe('an answer to an approval', () => {
  const TOKEN = '23e72848-f696-4bd8-840b-07be77eea629';

  it('names the approval by its token, for it to tell', () => {
    expect(readSample('cloudtrail/approve')).toMatchObject({
      answer: {
        account: '111122223333',
        region: 'eu-west-1',
        pipeline: 'storefront-release',
        stage: 'Approve',
        action: 'Manual',
        token: TOKEN,
        by: 'arn:aws:sts::111122223333:assumed-role/Release/mary.major',
      },
    });
  });

  it.each([
    ['Approved', 'Looks good', 'was approved by mary.major: Looks good'],
    ['Rejected', null, 'was rejected by mary.major'],
    ['rejected', '', 'was rejected by mary.major'],
  ])('%s, with %j, is news where the approval is not known', (status, summary, headline) => {
    const { requestParameters } = sampleOf('cloudtrail/approve').detail;
    const call = withDetail('cloudtrail/approve', {
      requestParameters: { ...Object(requestParameters), result: { status, summary } },
    });

    expect(gistOf(noticeOf(call))).toBe(`[neutral] storefront-release Approve › Manual ${headline}`);
    expect(JSON.stringify(noticeOf(call))).not.toContain(TOKEN);
  });

  it('is news where the trail hides the token, or names nothing', () => {
    const hidden = { pipelineName: 'storefront-release', token: 'HIDDEN_DUE_TO_SECURITY_REASONS' };
    const calls = [hidden, null].map((requestParameters) =>
      readEvent(withDetail('cloudtrail/approve', { requestParameters }), CONTEXT),
    );

    expect(calls.map((read) => 'answer' in read)).toEqual([false, false]);
    expect(calls.map((read) => ('notice' in read ? gistOf(read.notice) : undefined))).toEqual([
      '[neutral] storefront-release an approval was approved by mary.major',
      '[neutral] A pipeline an approval was approved by mary.major',
    ]);
  });
});

describe('a call that was refused', () => {
  it.each([
    ['update-denied', '[bad] storefront-release is as it was: jo was denied UpdatePipeline'],
    ['approve-denied', '[bad] storefront-release is as it was: jo was denied PutApprovalResult'],
    [
      'stop-failed',
      '[bad] storefront-release is as it was: StopPipelineExecution by mary.major failed (PipelineExecutionNotStoppableException)',
    ],
    ['role-denied', '[bad] The role storefront-pipeline-role of CodePipeline was denied ecs:UpdateService'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(`cloudtrail/${name}`))).toBe(gist);
  });

  it.each([
    ['', 'The execution has ended.'],
    [
      'PipelineExecutionNotStoppableException',
      'It cannot be stopped because it has ended, token=not-to-be-shown',
    ],
    ['ConcurrentModificationException', 'x'.repeat(600)],
  ])('says why it failed with %s', (errorCode, errorMessage) => {
    const changes = errorCode === '' ? {} : { errorCode, errorMessage };
    const [why = ''] = detailsOf(noticeOf(withDetail('cloudtrail/stop-failed', changes)));

    expect(why).toContain(`Why: ${errorMessage.slice(0, 40)}`);
    expect(why).not.toContain('not-to-be-shown');
    expect(Buffer.byteLength(why)).toBeLessThanOrEqual(505);
  });

  it.each([
    'User: arn:aws:sts::111122223333:assumed-role/Dev/jo is not authorized to perform: codepipeline:UpdatePipeline on resource: arn:aws:codepipeline:eu-west-1:111122223333:storefront-release',
    'User: arn:aws:iam::111122223333:user/Dev is not authorized to access this resource',
  ])('gives no reason where the error has none: %s', (errorMessage) => {
    expect(detailsOf(noticeOf(withDetail('cloudtrail/update-denied', { errorMessage })))).toEqual([]);
  });

  it('is about the pipeline that the error alone names, and says why, but not by which role', () => {
    const notice = noticeOf('cloudtrail/update-denied');

    expect(notice.pipeline).toBe('storefront-release');
    expect(detailsOf(notice)).toEqual([
      'Why: no identity-based policy allows the codepipeline:UpdatePipeline action',
    ]);
    expect(JSON.stringify(notice)).not.toContain('Dev');
  });

  it('is about CodePipeline where not even the error names a pipeline', () => {
    const bare = withDetail('cloudtrail/update-denied', { errorMessage: null });

    expect(gistOf(noticeOf(bare))).toBe('[bad] CodePipeline is as it was: jo was denied UpdatePipeline');
    expect(noticeOf(bare)).not.toHaveProperty('pipeline');
  });

  it('says of a role what it may not do, on what and why, and names no pipeline', () => {
    const notice = noticeOf('cloudtrail/role-denied');

    expect(detailsOf(notice)).toEqual([
      'On: arn:aws:ecs:eu-west-1:111122223333:service/prod/storefront',
      'Why: no identity-based policy allows the ecs:UpdateService action',
    ]);
    expect(notice).not.toHaveProperty('pipeline');
    expect(notice.link?.url).toContain('/cloudtrailv2/home?region=eu-west-1#/events/');
  });

  it.each(['InvalidStructureException', 'ValidationException', 'Client.ValidationError', 'MalformedPolicy'])(
    'repeats no error that may quote what was sent: %s',
    (errorCode) => {
      const failed = withDetail('cloudtrail/update', {
        errorCode,
        errorMessage: "Value 'canary' is not valid because 'canary' is none",
      });

      expect(JSON.stringify(noticeOf(failed))).not.toContain('canary');
    },
  );
});

describe('other calls', () => {
  it.each([
    ['read', 'a call only read'],
    ['approve-too-late', 'a call changed no pipeline'],
    ['job-result', 'a call changed no pipeline'],
    ['start-by-rule', 'a service called, and no person'],
    ['role-allowed', 'a pipeline does its work'],
    ['awkward-start-without-answer', 'a call names no execution'],
  ])('%s: %s', (name, passedOver) => {
    expect(readSample(`cloudtrail/${name}`)).toEqual({ passedOver });
  });

  it('are passed over when they are about no pipeline', () => {
    const other = withDetail('cloudtrail/update-denied', { eventSource: 'iam.amazonaws.com' });

    expect(readEvent(other, CONTEXT)).toEqual({ passedOver: 'a call is about no pipeline' });
  });

  it('are not believed from a source that is not of AWS', () => {
    const forged = { ...sampleOf('cloudtrail/delete'), source: 'acme' };

    expect(gistOf(noticeOf(forged))).toBe('[undefined] AWS API Call via CloudTrail undefined');
  });
});
