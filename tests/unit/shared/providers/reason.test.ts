import { describe, expect, it } from '@jest/globals';
import { type Facts, toFact } from '#shared/domain/facts.ts';
import { reasonOf } from '#shared/providers/reason.ts';

const RUN = 'arn:aws:states:eu-west-1:111122223333:execution:migrations:run-7';

function reasonOfSummary(provider: string, summary: string, more: Facts = {}): string | undefined {
  return reasonOf({ provider, summary, ...more });
}

describe('the reason of a build', () => {
  it.each([
    [
      'a command',
      'Build terminated with state: FAILED. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, Message: Error while executing command: npm test. Reason: exit status 1',
      'A command failed in phase BUILD: npm test. Reason: exit status 1',
    ],
    [
      'no code',
      'Build terminated with state: FAILED. Phase: BUILD, Message: npm test',
      'The build failed in phase BUILD: npm test',
    ],
    [
      'a code that is not known',
      'Build terminated with state: FAILED. Phase: QUEUED, Code: NO_CAPACITY, Message: Try\nlater',
      'NO_CAPACITY in phase QUEUED: Try\nlater',
    ],
    [
      'a time-out',
      'Build terminated with state: TIMED_OUT. Phase: BUILD, Code: BUILD_TIMED_OUT, Message: Build has timed out.',
      'The build timed out in phase BUILD',
    ],
    [
      'a phase alone',
      'Build terminated with state: FAILED. Phase: INSTALL',
      'The build failed in phase INSTALL',
    ],
    ['its end alone', 'Build terminated with state: STOPPED', 'The build was stopped'],
  ])('that tells of %s is in words', (_, summary, reason) => {
    expect(reasonOfSummary('Build/CodeBuild', summary)).toBe(reason);
    expect(reasonOfSummary('Test/CodeBuild', summary)).toBe(reason);
  });

  it.each([
    'Build terminated with state: ASLEEP',
    'Build terminated with state: ASLEEP. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, Message: npm test',
    'Build terminated with state: FAILED. Phase: BUI…',
    'Error calling startBuild: Project cannot be found',
    'constructor',
  ])('stays as it is where words would lose something: %s', (summary) => {
    expect(reasonOfSummary('Build/CodeBuild', summary)).toBe(summary);
  });
});

describe('the reason of commands', () => {
  it.each([
    [
      'Action failed with status: FAILED. COMMAND_EXECUTION_ERROR: Error while executing command: npm run lint. Reason: exit status 2',
      'A command failed: npm run lint. Reason: exit status 2',
    ],
    ['COMMAND_EXECUTION_ERROR: make: no rule', 'A command failed: make: no rule'],
    ['Action failed with status: TIMED_OUT. BUILD_TIMED_OUT: Build has timed out.', 'The build timed out'],
    ['NEW_ERROR: of tomorrow', 'NEW_ERROR: of tomorrow'],
    [
      'Action failed with status: STOPPED. COMMAND_EXECUTION_ERROR: npm test',
      'The build was stopped: a command failed: npm test',
    ],
    [
      'Action failed with status: ASLEEP. COMMAND_EXECUTION_ERROR: npm test',
      'Action failed with status: ASLEEP. COMMAND_EXECUTION_ERROR: npm test',
    ],
    ['ERROR: plain words', 'ERROR: plain words'],
  ])('%s', (summary, reason) => {
    expect(reasonOfSummary('Compute/Commands', summary)).toBe(reason);
  });
});

describe('the reason of a deployment and of what is invoked', () => {
  it.each<[string, Facts, string]>([
    [
      'a bare status of a stack',
      { provider: 'Deploy/CloudFormation', summary: 'UPDATE_ROLLBACK_COMPLETE' },
      'The stack could not be updated, and was rolled back (UPDATE_ROLLBACK_COMPLETE)',
    ],
    ...[
      ['CREATE_FAILED', 'The stack could not be created (CREATE_FAILED)'],
      ['UPDATE_FAILED', 'The stack could not be updated (UPDATE_FAILED)'],
      ['DELETE_FAILED', 'The stack could not be deleted (DELETE_FAILED)'],
      ['ROLLBACK_COMPLETE', 'The stack could not be created, and was rolled back (ROLLBACK_COMPLETE)'],
      ['ROLLBACK_FAILED', 'The stack could not be created, nor rolled back (ROLLBACK_FAILED)'],
      ['UPDATE_ROLLBACK_FAILED', 'The stack could not be updated, nor rolled back (UPDATE_ROLLBACK_FAILED)'],
      ['CREATE_COMPLETE', 'CREATE_COMPLETE'],
      ['FAILED', 'FAILED'],
      ['IMPORT_ROLLBACK_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE'],
    ].map(([summary = '', reason = '']): [string, Facts, string] => [
      `the status ${summary}`,
      { provider: 'Deploy/CloudFormation', summary },
      reason,
    ]),
    [
      'a stack that says why',
      { provider: 'Deploy/CloudFormation', summary: 'Stack api is in ROLLBACK_COMPLETE: no such key' },
      'Stack api is in ROLLBACK_COMPLETE: no such key',
    ],
    [
      'a state machine that timed out',
      { provider: 'Invoke/StepFunctions', summary: 'TIMED_OUT', externalId: RUN },
      'The execution timed out',
    ],
    [
      'a state machine that names its execution',
      { provider: 'Invoke/StepFunctions', summary: `Execution ${RUN} was ABORTED`, externalId: RUN },
      'Execution migrations:run-7 was ABORTED',
    ],
    [
      'a state machine that names nothing else',
      { provider: 'Invoke/StepFunctions', summary: RUN, externalId: RUN },
      'The execution migrations:run-7 did not succeed',
    ],
    [
      'a state machine that names the execution of another',
      { provider: 'Invoke/StepFunctions', summary: `${RUN} failed`, externalId: `${RUN}-2` },
      `${RUN} failed`,
    ],
    [
      'vulnerabilities by severity',
      { provider: 'Invoke/InspectorScan', summary: '{"critical":2,"high":5,"low":0}' },
      '2 critical, 5 high, 0 low vulnerabilities',
    ],
    [
      'vulnerabilities of a partner, whatever its action is called',
      { provider: 'Test/snyk-scan', summary: '{"High":1,"Medium":3}' },
      '1 high, 3 medium vulnerabilities',
    ],
    [
      'vulnerabilities beside something else',
      { provider: 'Invoke/Snyk', summary: '{"high":1,"ok":false}' },
      'high: 1, ok: false',
    ],
    [
      'vulnerabilities of which some were cut off',
      { provider: 'Invoke/Snyk', summary: '{"critical":2,"high":5,"med' },
      'critical: 2, high: 5, …',
    ],
    [
      'a scan that did not run',
      { provider: 'Invoke/InspectorScan', summary: 'COMMAND_EXECUTION_ERROR: no image' },
      'A command failed: no image',
    ],
  ])('%s', (_, facts, reason) => {
    expect(reasonOf(facts)).toBe(reason);
  });
});

describe('the reason of any action', () => {
  it.each([
    ['an error of Step Functions', '{"Error":"States.Timeout","Cause":"10 s"}', 'States.Timeout: 10 s'],
    [
      "an error of Lambda's runtime, and what follows it",
      '{"errorMessage":"x is not a function","errorType":"TypeError","requestId":"7"}',
      'TypeError: x is not a function (requestId: 7)',
    ],
    [
      'an error with where it was',
      '{"errorMessage":"m","errorType":"E","stackTrace":["a","b"],"trace":["at y"]}',
      'E: m',
    ],
    ['an error cut in where it was', '{"errorMessage":"m","errorType":"E","stackTrace":["a, ', 'E: m'],
    ['a message with where it was', '{"errorMessage":"m","stackTrace":["a"]}', 'errorMessage: m'],
    [
      'an error that was cut',
      '{"Error":"States.TaskFailed","Cause":"Lock on ta',
      'States.TaskFailed: Lock on ta…',
    ],
    [
      'a cut error within an error',
      `${JSON.stringify({ Error: 'X', Cause: '{"errorType":"TypeError","errorMessage":"cannot re' }).slice(0, -2)}…`,
      'X: TypeError: cannot re…',
    ],
    [
      'an error within an error',
      JSON.stringify({ Error: 'Failed', Cause: '{"errorType":"TypeError","errorMessage":"x"}' }),
      'Failed: TypeError: x',
    ],
    ['an error with escapes', '{"Error":"a\\u202eb","Cause":"c\\u0000d"}', 'ab: cd'],
    ['an error without its message', '{"Error":"Failed"}', 'Error: Failed'],
    ['any other JSON', '{"passed":40,"failed":2}', 'passed: 40, failed: 2'],
    ['a list', '["a","b"]', 'a, b'],
    ['where it was alone', '{"stackTrace":["a","b"]}', 'stackTrace: a, b'],
    ['JSON that was cut', '{"passed":40,"fai…', 'passed: 40, …'],
    ['JSON of which nothing can be read', '{"passed":…', '{"passed":…'],
    ['plain words', 'GET /basket answered 503', 'GET /basket answered 503'],
  ])('in %s', (_, summary, reason) => {
    for (const provider of ['Invoke/Lambda', 'Deploy/ECS', 'Build/Acme', ''])
      expect(reasonOfSummary(provider, summary)).toBe(reason);
  });

  it.each([
    [
      '{"errorType":"AuthError","errorMessage":"login failed","token":"abc123"}',
      'AuthError: login failed (token: [redacted])',
    ],
    [
      '{"Error":"States.TaskFailed","Cause":"{\\"errorType\\":\\"X\\",\\"errorMessage\\":\\"no login with password=hunter2\\"}"}',
      'States.TaskFailed: X: no login with password=[redacted]',
    ],
    [
      '{"errorType":"AuthError","errorMessage":"POST https://hooks.slack.com/services/T0/B0/canary"}',
      'AuthError: POST [redacted]',
    ],
  ])('is in words where a secret was left out of it: %s', (summary, reason) => {
    expect(reasonOf({ summary: toFact(summary) })).toBe(reason);
  });

  it.each([
    ['JobFailed', 'It failed and does not say why (JobFailed)'],
    ['ConfigurationError', 'Its configuration is wrong (ConfigurationError)'],
    ['PermissionError', 'It lacks a permission (PermissionError)'],
    ['RevisionOutOfSync', 'Its revision is not the one that the source has (RevisionOutOfSync)'],
    ['RevisionUnavailable', 'Its revision cannot be had from the source (RevisionUnavailable)'],
    ['SystemUnavailable', 'What it needs was not available: a retry may do (SystemUnavailable)'],
    ['QuotaExceeded', 'QuotaExceeded'],
    ['constructor', 'constructor'],
    [undefined, undefined],
  ])('without a text is what %s means', (errorCode, reason) => {
    expect(reasonOf({ provider: 'Deploy/ECS', ...(errorCode !== undefined && { errorCode }) })).toBe(reason);
  });

  it.each(['null', '[]', '{}', '""'])('is what its code means where its text is %s', (summary) => {
    expect(reasonOf({ summary, errorCode: 'JobFailed' })).toBe('It failed and does not say why (JobFailed)');
    expect(reasonOf({ summary })).toBeUndefined();
  });

  it('is told by its text, whatever its code', () => {
    expect(reasonOf({ summary: 'No such bucket', errorCode: 'ConfigurationError' })).toBe('No such bucket');
  });

  it('of an approval that says nothing is both that it can be', () => {
    const approval = { provider: 'Approval/Manual', errorCode: 'JobFailed' };

    expect(reasonOf(approval)).toBe('rejected, or nobody decided in time');
    expect(reasonOf({ ...approval, summary: 'Not today' })).toBe('Not today');
    expect(reasonOf({ ...approval, errorCode: 'ConfigurationError' })).toContain('configuration is wrong');
  });
});
