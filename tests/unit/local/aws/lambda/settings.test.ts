import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { functionSettings } from '#local/aws/lambda/settings.ts';

const directory = mkdtempSync(join(tmpdir(), 'signalbox-settings-'));
for (const name of ['request', 'approval-request']) {
  mkdirSync(join(directory, name));
  writeFileSync(join(directory, name, 'index.mjs'), '');
}

afterAll(() => rmSync(directory, { recursive: true }));

describe('functionSettings', () => {
  it.each([
    ['dist/functions/request/index.handler', 'signalbox-dev-other', 'request'],
    ['index.handler', 'signalbox-dev-approval-request', 'approval-request'],
    ['index.handler', 'signalbox-dev-request', 'request'],
  ])('finds the bundle of handler %s of %s', (handler, functionName, name) => {
    const settings = functionSettings(description({ handler, functionName }));

    expect(settings.name).toBe(name);
    expect(settings.environment).toMatchObject({
      _HANDLER: 'index.handler',
      LAMBDA_TASK_ROOT: join(directory, name),
      AWS_LAMBDA_FUNCTION_NAME: functionName,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      TABLE_NAME: 'table',
    });
  });

  it('names the file that is missing', () => {
    const absent = description({ handler: 'dist/functions/absent/index.handler', functionName: 'x' });

    expect(() => functionSettings(absent)).toThrow(join(directory, 'absent', 'index.mjs'));
  });
});

function description({ handler, functionName }: { handler: string; functionName: string }) {
  return {
    functionName,
    handler,
    arn: 'arn',
    timeoutSeconds: 3,
    memoryMegabytes: 128,
    variables: { TABLE_NAME: 'table' },
    bundleDirectory: directory,
    endpoint: 'http://127.0.0.1:1',
  };
}
