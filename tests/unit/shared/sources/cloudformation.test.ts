import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample, sampleOf, withDetail } from '#tests/support/samples.ts';

describe('a stack of CloudFormation', () => {
  it.each([
    ['cloudformation/awkward-null-reason', '[bad] CloudFormation Stack Status Change could not be updated'],
    [
      'cloudformation/resource-failed',
      '[bad] storefront-prod failed at Service (AWS::ECS::Service): Resource handler returned message: "The deployment did not become stable in time".',
    ],
    ['cloudformation/stack-created', '[good] storefront-review-87 was created'],
    [
      'cloudformation/stack-delete-failed',
      '[bad] storefront-review-84 could not be deleted: The following resource(s) failed to delete: [Uploads].',
    ],
    ['cloudformation/stack-deleted', '[neutral] storefront-review-85 was deleted'],
    [
      'cloudformation/stack-roll-back-failed',
      '[bad] storefront-prod could not be rolled back: The following resource(s) failed to update: [Service].',
    ],
    [
      'cloudformation/stack-roll-back-started',
      '[bad] storefront-prod is being rolled back: The following resource(s) failed to update: [Service].',
    ],
    ['cloudformation/stack-rolled-back', '[bad] storefront-prod was rolled back'],
    ['cloudformation/stack-updated', '[good] storefront-prod was updated'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['cloudformation/resource-canceled', 'a resource was canceled for another one'],
    ['cloudformation/resource-in-progress', 'a resource made progress'],
    ['cloudformation/stack-cleaning-up', 'a stack is at work'],
    ['cloudformation/stack-update-started', 'a stack is at work'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it.each([
    ['stack-drifted', '[bad] storefront-prod has drifted from its template'],
    ['stack-drift-unknown', '[bad] storefront-prod could not be checked for drift'],
    ['stack-set-deleted', '[neutral] guardrails-old was deleted'],
    ['stack-set-failed', '[bad] guardrails operation failed'],
    [
      'stack-set-instance-failed',
      '[bad] guardrails failed in 444455556666, eu-central-1: ResourceLogicalId:Trail, ResourceType:AWS::CloudTrail::Trail, ResourceStatusReason:User is not allowed to create a trail.',
    ],
    ['stack-set-stopped', '[stopped] guardrails operation was stopped'],
    ['stack-set-succeeded', '[good] guardrails operation succeeded'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(`cloudformation/${name}`))).toBe(gist);
  });

  it.each([
    ['stack-drift-started', 'a stack has not drifted'],
    ['stack-in-sync', 'a stack has not drifted'],
    ['stack-set-instance-canceled', 'a stack set is at work'],
    ['stack-set-running', 'a stack set is at work'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(`cloudformation/${name}`)).toEqual({ passedOver });
  });

  it('tells as much of a long reason as a fact holds', () => {
    const { headline = '' } = noticeOf('cloudformation/awkward-long-reason');

    expect(headline).toMatch(/^is being rolled back: The following resource\(s\) failed to create: \[R.*…$/);
    expect(Buffer.byteLength(headline)).toBeLessThanOrEqual(500);
  });

  it('shows of a stack set which operation it was, and its page', () => {
    const notice = noticeOf('cloudformation/stack-set-failed');
    const { 'stack-set-operation-id': id, 'stack-set-arn': arn } = sampleOf(
      'cloudformation/stack-set-failed',
    ).detail;

    expect(detailsOf(notice)).toEqual([`Operation: ${id}`]);
    expect(notice.link).toEqual({
      label: 'Open stack set',
      url: `https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacksets/guardrails%3A${String(arn).split(':').at(-1)}/info`,
    });
  });

  it('leads from a stack that has drifted to its drifts', () => {
    expect(noticeOf('cloudformation/stack-drifted').link).toMatchObject({
      label: 'Open stack',
      url: expect.stringContaining('#/stacks/drifts?stackId=arn%3Aaws%3Acloudformation'),
    });
  });

  it.each([
    [{ status: 'failed', 'status-reason': 'No role' }, 'operation failed: No role'],
    [{ status: 'PONDERING' }, 'is in state PONDERING'],
    [{}, 'changed its state'],
  ])('of a stack set with status %j is told as %s', (details, headline) => {
    const set = withDetail('cloudformation/stack-set-failed', { 'status-details': details });

    expect(noticeOf(set).headline).toBe(headline);
  });

  it('is not told to have drifted while that is looked for', () => {
    const again = withDetail('cloudformation/stack-drift-started', {
      'status-details': { 'stack-drift-status': 'DRIFTED', 'detection-status': 'DETECTION_IN_PROGRESS' },
    });

    expect(() => noticeOf(again)).toThrow('passedOver');
  });

  it.each([
    [2, ['Resources: 2']],
    [-1, []],
    ['many', []],
    [1.5, []],
  ])('with %j drifted resources shows %j', (count, details) => {
    const drift = { 'drift-detection-details': { 'drifted-stack-resource-count': count } };

    expect(detailsOf(noticeOf(withDetail('cloudformation/stack-drifted', drift)))).toEqual(details);
  });

  it.each([
    ['CREATE_FAILED', 'could not be created'],
    ['UPDATE_FAILED', 'could not be updated'],
    ['IMPORT_COMPLETE', 'has imported resources'],
    ['IMPORT_ROLLBACK_COMPLETE', 'was rolled back'],
    ['ROLLBACK_FAILED', 'could not be rolled back'],
    ['update_rollback_complete', 'was rolled back'],
    ['TELEPORT_COMPLETE', 'is in state TELEPORT_COMPLETE'],
  ])('in state %s %s', (status, headline) => {
    const stack = withDetail('cloudformation/stack-updated', { 'status-details': { status } });

    expect(noticeOf(stack).headline).toBe(headline);
  });
});
