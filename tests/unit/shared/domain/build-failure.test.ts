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
    [{ state: 'STOPPED', code: 'COMMAND_EXECUTION_ERROR' }, undefined],
    [{ state: 'ASLEEP' }, undefined],
  ])('says of %j %j', (failure, words) => {
    expect(sayBuildFailure(failure)).toBe(words);
  });
});
