import { describe, expect, it } from '@jest/globals';
import { sayBuildFailure } from '#shared/domain/build-failure.ts';

describe('sayBuildFailure', () => {
  it.each([
    [{ state: 'FAILED' }, 'The build failed'],
    [{ state: 'FAILED', phase: 'INSTALL' }, 'The build failed in phase INSTALL'],
    [
      {
        state: 'FAILED',
        phase: 'BUILD',
        code: 'COMMAND_EXECUTION_ERROR',
        message: 'Error while executing command: npm test. Reason: exit status 1',
      },
      'A command failed in phase BUILD: npm test. Reason: exit status 1',
    ],
    [{ state: 'TIMED_OUT', code: 'BUILD_TIMED_OUT' }, 'The build timed out'],
    [{ state: 'FAILED', code: 'NO_CAPACITY', message: 'Try later' }, 'NO_CAPACITY: Try later'],
    [{ state: 'STOPPED', code: 'COMMAND_EXECUTION_ERROR' }, 'The build was stopped: a command failed'],
    [
      { state: 'TIMED_OUT', code: 'BUILD_TIMED_OUT', message: 'Build has timed out. ' },
      'The build timed out',
    ],
    [
      { state: 'FAILED', phase: 'BUILD', message: 'Build has timed out.' },
      'The build failed in phase BUILD: Build has timed out.',
    ],
    [
      {
        state: 'TIMED_OUT',
        phase: 'BUILD',
        code: 'COMMAND_EXECUTION_ERROR',
        message: 'Error while executing command: npm test. Reason: exit status 143',
      },
      'The build timed out in phase BUILD: a command failed: npm test. Reason: exit status 143',
    ],
    [
      { state: 'FAULT', phase: 'PROVISIONING', code: 'INTERNAL_SERVICE_ERROR', message: 'Try later' },
      'CodeBuild itself failed in phase PROVISIONING (INTERNAL_SERVICE_ERROR): Try later',
    ],
    [{ state: 'FAULT', code: 'NO_CAPACITY' }, 'CodeBuild itself failed (NO_CAPACITY)'],
    [{ state: 'ASLEEP' }, undefined],
    [{ state: 'ASLEEP', code: 'COMMAND_EXECUTION_ERROR', message: 'npm test' }, undefined],
  ])('says of %j %j', (failure, words) => {
    expect(sayBuildFailure(failure)).toBe(words);
  });
});
