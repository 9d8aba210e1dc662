import { describe, expect, it } from '@jest/globals';
import type { StackEvent } from '#shared/clients/stacks.ts';
import { findRootCause } from '#shared/enrichment/root-cause.ts';

const STACK = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/orders/708b9ded';

function buildEvent(logicalId: string, status: string, more: Partial<StackEvent> = {}): StackEvent {
  return {
    at: 0,
    stackId: STACK,
    logicalId,
    physicalId: `physical-${logicalId}`,
    type: 'AWS::DynamoDB::Table',
    status,
    reason: undefined,
    token: undefined,
    ...more,
  };
}

function ofStack(status: string, more: Partial<StackEvent> = {}): StackEvent {
  return buildEvent('orders', status, { physicalId: STACK, type: 'AWS::CloudFormation::Stack', ...more });
}

/** As they happened; they are told the other way round. */
function causeOf(...events: readonly StackEvent[]): string | undefined {
  const { logicalId, reason } = findRootCause(events.toReversed()) ?? {};
  return logicalId && `${logicalId}: ${reason}`;
}

const START = ofStack('UPDATE_IN_PROGRESS', { reason: 'User Initiated' });
const FAILURE = buildEvent('Table', 'CREATE_FAILED', { reason: 'Table exists already' });

describe('the root cause of an operation', () => {
  it('is the first failure, not what followed from it', () => {
    const cause = causeOf(
      START,
      buildEvent('Queue', 'CREATE_FAILED', { reason: 'Resource creation cancelled' }),
      buildEvent('Role', 'UPDATE_FAILED', { reason: 'Resource update cancelled' }),
      buildEvent('Topic', 'UPDATE_FAILED', { reason: 'Update cancelled' }),
      FAILURE,
      buildEvent('Alarm', 'CREATE_FAILED', { reason: 'No such table' }),
      ofStack('UPDATE_ROLLBACK_IN_PROGRESS', { reason: 'The following resource(s) failed: [Table].' }),
      buildEvent('Queue', 'DELETE_COMPLETE'),
      ofStack('UPDATE_ROLLBACK_COMPLETE'),
    );

    expect(cause).toBe('Table: Table exists already');
  });

  it('may speak of a cancellation that is none of CloudFormation', () => {
    const reason = 'Resource handler returned message: "The transaction was cancelled"';

    expect(causeOf(START, { ...FAILURE, reason })).toBe(`Table: ${reason}`);
  });

  it('may have no reason', () => {
    expect(causeOf(START, { ...FAILURE, reason: undefined })).toBe('Table: undefined');
  });

  it('is of the newest operation, by the token of its call', () => {
    const cause = causeOf(
      { ...START, token: 'first' },
      { ...FAILURE, token: 'first' },
      { ...START, token: 'second' },
      buildEvent('Queue', 'UPDATE_FAILED', { reason: 'Access denied', token: 'second' }),
      ofStack('UPDATE_ROLLBACK_IN_PROGRESS', { token: 'second' }),
    );

    expect(cause).toBe('Queue: Access denied');
  });

  it('is of the newest operation, by who began it, where calls have no token', () => {
    const cause = causeOf(
      START,
      FAILURE,
      ofStack('UPDATE_ROLLBACK_COMPLETE'),
      START,
      buildEvent('Queue', 'UPDATE_FAILED', { reason: 'Access denied' }),
      ofStack('UPDATE_ROLLBACK_IN_PROGRESS', { reason: 'The following resource(s) failed' }),
    );

    expect(cause).toBe('Queue: Access denied');
  });

  it('is not hidden by what CloudFormation itself goes on to do', () => {
    const cause = causeOf(
      ofStack('CREATE_IN_PROGRESS', { reason: 'User Initiated' }),
      FAILURE,
      ofStack('CREATE_FAILED', { reason: 'The following resource(s) failed to create: [Table].' }),
      ofStack('DELETE_IN_PROGRESS', { reason: 'Delete requested by user.' }),
      buildEvent('Queue', 'DELETE_COMPLETE'),
    );

    expect(cause).toBe('Table: Table exists already');
  });

  it('is why the stack goes back where nothing failed', () => {
    expect(
      causeOf(
        START,
        ofStack('UPDATE_ROLLBACK_IN_PROGRESS', { reason: 'Rollback triggered by alarm Errors' }),
        ofStack('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'),
      ),
    ).toBe('orders: Rollback triggered by alarm Errors');
  });

  it('is none of an operation that goes well, or of no events', () => {
    expect(
      causeOf(START, buildEvent('Table', 'CREATE_COMPLETE'), ofStack('UPDATE_COMPLETE')),
    ).toBeUndefined();
    expect(causeOf()).toBeUndefined();
    expect(causeOf(buildEvent('Table', '', { status: undefined, physicalId: undefined }))).toBeUndefined();
  });
});
