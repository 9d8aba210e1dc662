import * as z from 'zod';
import { toArn } from '../identity.ts';
import { AsyncInvoker } from '../lambda/async-invocation.ts';
import { FunctionHost } from '../lambda/function-host.ts';
import { functionSettings } from '../lambda/settings.ts';
import { TemplateError } from '../template.ts';
import { defineResource, type LocalFunction, madeUpName, type Services } from './kind.ts';
import { sendTo } from './send.ts';

export const lambdaFunction = defineResource({
  type: 'AWS::Lambda::Function',
  properties: z.object({
    FunctionName: z.string().optional(),
    Handler: z.string(),
    Timeout: z.coerce.number().default(3),
    MemorySize: z.coerce.number().default(128),
    Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
    LoggingConfig: z
      .object({ LogFormat: z.string().default('Text'), ApplicationLogLevel: z.string().default('INFO') })
      .optional(),
    DeadLetterConfig: z.object({ TargetArn: z.string() }).optional(),
  }),
  wire({ logicalId, properties }, services) {
    const functionName = properties.FunctionName ?? madeUpName(logicalId);
    const arn = toArn('lambda', `function:${functionName}`);
    const settings = functionSettings({
      functionName,
      arn,
      handler: properties.Handler,
      timeoutSeconds: properties.Timeout,
      memoryMegabytes: properties.MemorySize,
      variables: {
        ...logging(properties.LoggingConfig),
        ...properties.Environment?.Variables,
        ...services.functionEnvironment,
      },
      bundleDirectory: services.bundleDirectory,
      endpoint: services.endpoint,
    });
    const host = new FunctionHost(settings, services.log, services.environmentVariables);
    const deadLetters = properties.DeadLetterConfig?.TargetArn;
    const asynchronous = new AsyncInvoker(host, {
      maximumRetryAttempts: 2,
      ...(deadLetters && { onFailure: ({ event }) => sendTo(deadLetters, event, services) }),
    });
    services.functions.set(arn, { host, asynchronous });
    return { ref: functionName, attributes: { Arn: arn } };
  },
});

// Libraries read the level from here, but only where Lambda filters by it: in JSON.
function logging(
  config: { LogFormat: string; ApplicationLogLevel: string } | undefined,
): Record<string, string> {
  if (config?.LogFormat !== 'JSON') return {};
  return { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: config.ApplicationLogLevel };
}

const Destination = z.object({ Destination: z.string() });

export const invokeConfig = defineResource({
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: z.object({
    FunctionName: z.string(),
    MaximumRetryAttempts: z.coerce.number().default(2),
    DestinationConfig: z.object({ OnFailure: Destination.optional() }).optional(),
  }),
  wire({ logicalId, properties }, services) {
    const { asynchronous } = getFunction(properties.FunctionName, services);
    const destination = properties.DestinationConfig?.OnFailure?.Destination;
    asynchronous.settings = {
      ...asynchronous.settings,
      maximumRetryAttempts: properties.MaximumRetryAttempts,
      ...(destination && { onFailure: ({ record }) => sendTo(destination, record, services) }),
    };
    return { ref: madeUpName(logicalId), attributes: {} };
  },
});

/** By name or ARN. */
export function getFunction(nameOrArn: string, services: Services): LocalFunction {
  const found = findFunction(nameOrArn, services);
  if (!found) throw new TemplateError(`The function ${nameOrArn} is not in the template`);
  return found;
}

/** The same for those who ask while everything runs. */
export function findFunction(nameOrArn: string, { functions }: Services): LocalFunction | undefined {
  const arn = nameOrArn.startsWith('arn:') ? nameOrArn : toArn('lambda', `function:${nameOrArn}`);
  return functions.get(arn);
}
