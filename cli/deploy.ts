import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { loadSettings, SettingsError } from '#infra/settings.ts';
import { DEPLOY_HELP, type Deployment, readDeployOptions } from './deploy-options.ts';
import { noCredentials } from './no-credentials.ts';

const SERVERLESS = fileURLToPath(import.meta.resolve('serverless/bin/serverless.js'));

const NO_CREDENTIALS = `
${noCredentials('Nothing was deployed', 'add  --profile NAME')}
To see what would be deployed, without credentials: npm run deploy -- --dry-run
`;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const options = readDeployOptions(argv);
  if ('help' in options) return say(DEPLOY_HELP);
  if ('mistakes' in options) return complain(options.mistakes.join('\n'));
  Object.assign(process.env, options.deployment.environment);
  try {
    await loadSettings(process.cwd());
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return complain(error.message);
  }
  return deploy(options.deployment);
}

/** Hands over to the framework, which builds, packages and deploys. */
async function deploy({ command }: Deployment): Promise<number> {
  const child = spawn(process.execPath, [SERVERLESS, ...command], { stdio: ['inherit', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    process.stdout.write(text);
  });
  const [status] = await once(child, 'close');
  if (said.includes('AWS provider credentials not found')) complain(NO_CREDENTIALS);
  return typeof status === 'number' ? status : 1;
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

function complain(text: string): number {
  process.stderr.write(`${text.trimEnd()}\n`);
  return 1;
}
