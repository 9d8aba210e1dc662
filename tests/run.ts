import { spawnSync } from 'node:child_process';

const NEEDED_MAJOR = 24;
/** Properties are tried with the same values on every machine, unless `--seed` asks for others. */
const USUAL_SEED = '1';

assertNode();
const given = process.argv.slice(2);
const seed = given.some((argument) => argument.startsWith('--seed')) ? [] : ['--seed', USUAL_SEED];
const result = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...seed, ...given],
  { stdio: 'inherit', env: { ...process.env, ...isolatedAws() } },
);
process.exitCode = result.status ?? 1;

/** No test may ever find real credentials or ask a metadata service for them. */
function isolatedAws(): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: '',
    AWS_PROFILE: '',
    AWS_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function assertNode(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < NEEDED_MAJOR)
    throw new Error(
      `Node ${process.versions.node} runs the tests, ${NEEDED_MAJOR} is needed. Run them with npm (npm ci; npm test): npm ci installs the right Node.`,
    );
}
