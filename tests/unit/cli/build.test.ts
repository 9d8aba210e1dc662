import { describe, expect, it } from '@jest/globals';
import { runScript } from './support/command.ts';

describe.each([
  ['npm run build', 'build.ts'],
  ['npm run test:faults', '../tests/faults/run.ts'],
])('%s', (command, script) => {
  it('says how it is used, and does nothing else', async () => {
    expect(await runScript(script, '--help')).toEqual({
      code: 0,
      stdout: expect.stringMatching(`^[A-Z].*\n\n  ${command}`),
      stderr: '',
    });
  });

  it('refuses an option that it does not know, without a stack', async () => {
    expect(await runScript(script, '--wrong')).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/--wrong(?![\s\S]* {4}at )/),
    });
  });
});
