import { describe, expect, it } from '@jest/globals';
import { gistOf, noticeOf, readSample, withDetail } from '#tests/support/samples.ts';

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

  it('tells as much of a long reason as a fact holds', () => {
    const { headline = '' } = noticeOf('cloudformation/awkward-long-reason');

    expect(headline).toMatch(/^is being rolled back: The following resource\(s\) failed to create: \[R.*…$/);
    expect(Buffer.byteLength(headline)).toBeLessThanOrEqual(500);
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
