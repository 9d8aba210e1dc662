import * as z from 'zod';
import { toArn } from '#local/aws/identity.ts';
import type { AsyncInvoker } from '#local/aws/lambda/async-invocation.ts';
import type { FunctionHost } from '#local/aws/lambda/function-host.ts';
import { StateError } from '../state-error.ts';

/** By ARN. */
export type Functions = ReadonlyMap<
  string,
  { readonly host: Pick<FunctionHost, 'invoke'>; readonly asynchronous: Pick<AsyncInvoker, 'invoke'> }
>;

const Invoke = z.object({
  FunctionName: z.string(),
  Payload: z.unknown().default({}),
  InvocationType: z.enum(['RequestResponse', 'Event']).default('RequestResponse'),
});

/** arn:aws:states:::lambda:invoke */
export async function invoke(input: unknown, called: { readonly functions: Functions }): Promise<unknown> {
  const { FunctionName, Payload, InvocationType } = Invoke.parse(input);
  if (InvocationType === 'Event') {
    getFunction(FunctionName, called).asynchronous.invoke(Payload);
    return { StatusCode: 202 };
  }
  const result = await invokeFunction(FunctionName, Payload, called);
  return { StatusCode: 200, Payload: result, ExecutedVersion: '$LATEST' };
}

/** @throws StateError by the name of the function's error */
export async function invokeFunction(
  nameOrArn: string,
  payload: unknown,
  called: { readonly functions: Functions },
): Promise<unknown> {
  const outcome = await getFunction(nameOrArn, called).host.invoke(payload);
  if (outcome.ok) return outcome.value;
  const { type, message, trace } = outcome;
  throw new StateError(type, JSON.stringify({ errorType: type, errorMessage: message, trace }));
}

function getFunction(nameOrArn: string, { functions }: { readonly functions: Functions }) {
  // A version or an alias may stand at its end.
  const [, name = ''] = /(?:^|:function:)([\w-]+)(?::[\w$-]+)?$/.exec(nameOrArn) ?? [];
  const found = functions.get(toArn('lambda', `function:${name}`));
  if (found) return found;
  throw new StateError('Lambda.ResourceNotFoundException', `Function not found: ${nameOrArn}`);
}
