import { execFile } from 'node:child_process';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROJECT = resolve(import.meta.dirname, '..');
const SERVERLESS = fileURLToPath(import.meta.resolve('serverless/bin/serverless.js'));

/** What packaging reads of the project; osls wants its own file to be a real one. */
const COPIED = ['serverless.yml', 'package.json'];
const LINKED = ['signalbox.yml', 'infra', 'functions', 'events', 'shared'];

export interface PackageOptions {
  /** A new or empty folder, which takes everything that is written. */
  readonly into: string;
  readonly stage?: string;
  readonly region?: string;
  /** A settings file to use instead of the project's signalbox.yml. */
  readonly settingsFile?: string;
  /** Parameters of serverless.yml. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Instead of this process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface Package {
  /** The file with the CloudFormation template that a deployment sends. */
  readonly templateFile: string;
  /** Holds <function>/index.mjs. */
  readonly bundleDirectory: string;
  /** Holds <function>.zip. */
  readonly artifactDirectory: string;
}

/** Packages the project as a deployment does, in a folder of its own: nothing is written beside it. */
export async function packageService(options: PackageOptions): Promise<Package> {
  const into = resolve(options.into);
  await mkdir(into, { recursive: true });
  for (const name of COPIED) await copyFile(join(PROJECT, name), join(into, name));
  for (const name of LINKED) await symlink(join(PROJECT, name), join(into, name));
  await runServerless(into, options);
  return {
    templateFile: join(into, '.serverless/cloudformation-template-update-stack.json'),
    bundleDirectory: join(into, 'dist/functions'),
    artifactDirectory: join(into, '.serverless'),
  };
}

async function runServerless(into: string, options: PackageOptions): Promise<void> {
  const env = { ...(options.environment ?? process.env), ...settingsVariable(options) };
  try {
    await promisify(execFile)(process.execPath, [SERVERLESS, 'package', ...flags(options)], {
      cwd: into,
      env,
    });
  } catch (cause) {
    // The framework explains itself on its standard output.
    const said = cause instanceof Error && 'stdout' in cause ? String(cause.stdout).trim() : '';
    throw new Error(`packaging failed: ${said}`, { cause });
  }
}

function flags({ stage, region, parameters = {} }: PackageOptions): readonly string[] {
  return [
    ...(stage === undefined ? [] : ['--stage', stage]),
    ...(region === undefined ? [] : ['--region', region]),
    ...Object.entries(parameters).map(([name, value]) => `--param=${name}=${value}`),
  ];
}

/** Seen from here, not from the folder that packaging runs in. */
function settingsVariable({
  settingsFile,
  environment = process.env,
}: PackageOptions): Record<string, string> {
  const file = settingsFile ?? environment['SIGNALBOX_CONFIG'];
  return file === undefined ? {} : { SIGNALBOX_CONFIG: resolve(file) };
}
