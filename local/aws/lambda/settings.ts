import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf, REGION, sdkEnvironment } from '../identity.ts';
import { TemplateError } from '../template.ts';

export interface FunctionSettings {
  /** Short name, for people: the folder of the bundle. */
  readonly name: string;
  readonly arn: string;
  readonly timeoutSeconds: number;
  /** All that the process gets to see of the world. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface FunctionDescription {
  readonly functionName: string;
  readonly arn: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly bundleDirectory: string;
  readonly endpoint: string;
}

/** The settings of a function whose bundle is `<bundleDirectory>/<name>/index.mjs`. */
export function functionSettings(description: FunctionDescription): FunctionSettings {
  const { functionName, arn, timeoutSeconds } = description;
  const name = bundleName(description);
  const directory = join(description.bundleDirectory, name);
  const exported = description.handler.split('.').at(-1) ?? 'handler';
  return {
    name,
    arn,
    timeoutSeconds,
    environment: {
      ...(process.env['PATH'] && { PATH: process.env['PATH'] }),
      TZ: ':UTC',
      LANG: 'en_US.UTF-8',
      ...sdkEnvironment(description.endpoint, keyOf(functionName)),
      _HANDLER: `index.${exported}`,
      LAMBDA_TASK_ROOT: directory,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: functionName,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(description.memoryMegabytes),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
      AWS_LAMBDA_LOG_STREAM_NAME: `local/${REGION}/[$LATEST]`,
      ...description.variables,
    },
  };
}

function bundleName({ handler, functionName, bundleDirectory }: FunctionDescription): string {
  const folder = handler.split('/').at(-2);
  const candidates = [
    ...(folder ? [folder] : []),
    ...longestFirst(foldersThatEnd(functionName, bundleDirectory)),
  ];
  const name = candidates.find((candidate) => existsSync(join(bundleDirectory, candidate, 'index.mjs')));
  if (name) return name;
  throw new TemplateError(
    `Function ${functionName} has no bundle: ${join(bundleDirectory, folder ?? '<name>', 'index.mjs')} is missing. Build first: npm run build`,
  );
}

function foldersThatEnd(functionName: string, bundleDirectory: string): readonly string[] {
  if (!existsSync(bundleDirectory)) return [];
  return readdirSync(bundleDirectory).filter((folder) => `-${functionName}`.endsWith(`-${folder}`));
}

function longestFirst(names: readonly string[]): readonly string[] {
  return names.toSorted((a, b) => b.length - a.length);
}
