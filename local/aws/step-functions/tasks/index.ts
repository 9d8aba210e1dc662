import { keyOf } from '#local/aws/identity.ts';
import { withoutCallback } from '../definition.ts';
import { StateError } from '../state-error.ts';
import { callSdk } from './aws-sdk.ts';
import { type Functions, invoke, invokeFunction } from './lambda.ts';
import { publish } from './sns.ts';
import { sendMessage } from './sqs.ts';

/** Does what a task asks for. @throws StateError */
export type TaskCall = (input: unknown) => Promise<unknown>;

export interface TaskServices {
  /** Of the front door. */
  readonly endpoint: string;
  readonly functions: Functions;
}

/** On whose behalf a task calls. */
export interface Caller extends TaskServices {
  /** The access key id. */
  readonly key: string;
}

type Integration = (input: unknown, caller: Caller) => Promise<unknown>;

const INTEGRATIONS: ReadonlyMap<string, Integration> = new Map<string, Integration>([
  ['lambda:invoke', invoke],
  ['sns:publish', publish],
  ['sqs:sendMessage', sendMessage],
]);

/** The tasks of one machine, by their Resource. */
export function createTaskCalls(services: TaskServices, machine: string): (resource: string) => TaskCall {
  const caller = { ...services, key: keyOf(machine) };
  return (resource) => {
    if (/^arn:[\w-]+:lambda:/.test(resource)) return (input) => invokeFunction(resource, input, caller);
    const [, action = ''] = /^arn:[\w-]+:states:::(.+)$/.exec(withoutCallback(resource)) ?? [];
    const [, id, operation] = /^aws-sdk:(\w+):(\w+)$/.exec(action) ?? [];
    if (id && operation) return (input) => callSdk({ id, operation, input }, caller);
    const integration = INTEGRATIONS.get(action);
    if (integration) return (input) => integration(input, caller);
    return async () => {
      throw new StateError('States.Runtime', `The embedded AWS has no task for the resource ${resource}`);
    };
  };
}
