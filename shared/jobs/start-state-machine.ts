import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { toExecutionJson } from '#shared/channels/json-message.ts';
import type { JobPlace } from '#shared/clients/jobs.ts';
import type { MachineRun } from '#shared/clients/state-machines.ts';
import { toFact } from '#shared/domain/facts.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { ConfigError } from '#shared/errors.ts';
import { findExecution } from '#shared/store/executions.ts';
import { defineJob, type JobApp, type JobResult, type JobRun } from './job.ts';

const Parameters = z.strictObject({
  job: z.literal('start-state-machine'),
  /** As signalbox.yml names it under jobs.stateMachines. */
  stateMachine: z.string().check(z.minLength(1)),
  input: z.optional(z.record(z.string(), z.unknown())),
  /** Whether the action goes on as soon as the state machine has started. */
  wait: z._default(z.boolean(), true),
});
type Parameters = z.infer<typeof Parameters>;

const MAX_INPUT_BYTES = 256 * 1024;
const MAX_VARIABLES_BYTES = 122_880;
const RUNNING: readonly string[] = ['RUNNING', 'PENDING_REDRIVE'];

/** Starts a state machine with the execution's record and, unless told otherwise, ends as it does. */
export const startStateMachine = defineJob<Parameters>({
  name: 'start-state-machine',
  parameters: Parameters,
  async look(run, app) {
    const { parameters, state } = run;
    const name = parameters.stateMachine;
    const execution = state ?? (await start(run, app));
    if (!parameters.wait) return { kind: 'done', summary: `Started ${name}`, externalId: execution };
    const found = await app.stateMachines.findRun(execution);
    if (found === undefined)
      return failed(`${name}: its execution is not known any more; express workflows need "wait": false`);
    return toResult(name, execution, found);
  },
});

async function start({ parameters, place }: JobRun<Parameters>, app: JobApp): Promise<string> {
  const machine = app.machines.get(parameters.stateMachine);
  if (machine === undefined)
    throw new ConfigError(
      `signalbox.yml has no state machine "${parameters.stateMachine}" under jobs.stateMachines; it has ${[...app.machines.keys()].join(', ') || 'none'}`,
    );
  const execution = await findExecution(app.table, toRecordKey(place));
  const input = JSON.stringify({
    version: 1,
    pipeline: place,
    execution: execution && toExecutionJson(execution),
    input: parameters.input ?? {},
  });
  if (Buffer.byteLength(input) > MAX_INPUT_BYTES)
    throw new ConfigError('the input of the state machine would have more than 256 KiB; give it less');
  return app.stateMachines.start({ machine, name: toName(place), input });
}

/** A repeat is the same execution; a retry of the action is another. */
function toName({ pipeline, actionExecutionId }: JobPlace): string {
  const hash = createHash('sha256').update(actionExecutionId).digest('hex').slice(0, 32);
  return `${pipeline.replace(/[^\w-]/g, '-').slice(0, 40)}-${hash}`;
}

function toResult(name: string, execution: string, run: MachineRun): JobResult {
  const { status, output, error, cause } = run;
  if (RUNNING.includes(status)) return { kind: 'waiting', summary: `${name} runs`, state: execution };
  if (status !== 'SUCCEEDED') {
    const why = [error, causeOf(cause)].filter((text) => text !== undefined && text !== '');
    return failed(`${name} ended as ${status}${why.length === 0 ? '' : `: ${toFact(why.join(': '))}`}`);
  }
  const outputVariables = toVariables(output);
  const bytes = Buffer.byteLength(Object.entries(outputVariables).flat().join(''));
  if (bytes > MAX_VARIABLES_BYTES)
    return failed(
      `${name} succeeded, but its output of ${bytes} bytes is more than an action's variables hold`,
    );
  return { kind: 'done', summary: `${name} succeeded`, externalId: execution, outputVariables };
}

/** A Lambda's is JSON with the message in it. */
function causeOf(cause: string | undefined): string | undefined {
  const members = toMembers(cause);
  const message = members.get('errorMessage');
  return typeof message === 'string' ? message : cause;
}

/**
 * Each member of the output; what is not text as JSON. Names that variables cannot have are mended: those that need it
 * come last and in order, and one that is taken gets a number, so that the same members are always the same variables.
 */
function toVariables(output: string | undefined): Readonly<Record<string, string>> {
  const members = toMembers(output);
  const variables = new Map<string, string>();
  for (const name of [...members.keys()].sort(validFirst)) {
    const value = members.get(name);
    variables.set(
      toFreeName(mend(name), variables),
      typeof value === 'string' ? value : JSON.stringify(value),
    );
  }
  return Object.fromEntries(variables);
}

function validFirst(left: string, right: string): number {
  const isMended = (name: string) => Number(mend(name) !== name);
  return isMended(left) - isMended(right) || (left < right ? -1 : 1);
}

function mend(name: string): string {
  return name.replace(/[^A-Za-z0-9@_-]/g, '_') || '_';
}

function toFreeName(name: string, taken: ReadonlyMap<string, string>): string {
  for (let number = 2, free = name; ; number += 1) {
    if (!taken.has(free)) return free;
    free = `${name}_${number}`;
  }
}

function toMembers(json: string | undefined): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? 'null');
    const hasMembers = typeof value === 'object' && value !== null && !Array.isArray(value);
    return new Map<string, unknown>(hasMembers ? Object.entries(value) : []);
  } catch (error) {
    if (error instanceof SyntaxError) return new Map();
    throw error;
  }
}

function failed(message: string): JobResult {
  return { kind: 'failed', type: 'JobFailed', message };
}
