import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { ServiceFault } from '../service-fault.ts';
import { Handler, LONGEST_SECONDS, Retrier, toScaled, withHeartbeat, withoutFalse } from './mend-state.ts';

/** The Resource of what a Wait state becomes. */
export const WAIT = 'wait';

const CALLBACK = '.waitForTaskToken';

// Each may also come as a path: SecondsPath.
const TIMES = ['TimeoutSeconds', 'HeartbeatSeconds', 'Seconds', 'Timestamp'] as const;

// The interpreter would pass over them without a word.
const UNKNOWN_FIELDS = [
  'Arguments',
  'Assign',
  'Credentials',
  'ItemBatcher',
  'ItemReader',
  'Output',
  'ResultWriter',
];

const QueryLanguage = z.literal('JSONPath', { error: 'only JSONPath is known here' }).optional();
const State = z.looseObject({
  Type: z.string(),
  QueryLanguage,
  Resource: z.string().optional(),
  Parameters: z.unknown().optional(),
  ResultPath: z.string().nullish(),
  Retry: z.array(Retrier).optional(),
  Catch: z.array(Handler).optional(),
  Choices: z.array(z.unknown()).optional(),
  Branches: z.array(z.unknown()).optional(),
  Iterator: z.unknown().optional(),
  ItemProcessor: z.unknown().optional(),
});
type State = z.infer<typeof State>;
const Machine = z.looseObject({
  QueryLanguage,
  TimeoutSeconds: z.number().optional(),
  States: z.record(z.string(), State),
});

export interface Prepared {
  readonly definition: StateMachineDefinition;
  /** Of a whole execution. */
  readonly timeoutSeconds: number | undefined;
  /** The Resource of each task, be it inside a Map or a Parallel, by the state's name. */
  readonly tasks: ReadonlyMap<string, string>;
  readonly moment: Moment;
}

/**
 * `$$.State` and `$$.Task`, which the interpreter does not have, for the state whose parameters are being made.
 * Nothing else happens meanwhile, so one moment is enough for all branches of all executions.
 */
interface Moment {
  readonly State: { Name: string; EnteredTime: string };
  readonly Task: { Token: string | undefined };
}

interface Preparation {
  /** How long a second takes, in seconds. */
  readonly scale: number;
  readonly issueToken: () => string;
}

type Progress = Preparation & Pick<Prepared, 'moment'> & { readonly tasks: Map<string, string> };

/**
 * Rewrites a valid definition so that it means to the interpreter what it means to AWS.
 *
 * Times become ours, since those of the interpreter cannot be scaled, know no heartbeat and overflow after 24.8
 * days: a Wait becomes a task, and a task gets its times and its token as input, beside its parameters.
 * Mended as well: `"ResultPath": "$"`, tests for a type with `false`, and States.Timeout, which takes a missed
 * heartbeat too.
 *
 * @throws ServiceFault InvalidDefinition for what would silently mean nothing
 */
export function prepareDefinition(definition: unknown, preparation: Preparation): Prepared {
  const { TimeoutSeconds: timeoutSeconds, ...machine } = parseMachine(definition);
  const moment = { State: { Name: '', EnteredTime: '' }, Task: { Token: undefined } };
  const progress = { ...preparation, moment, tasks: new Map<string, string>() };
  const prepared = z.custom<StateMachineDefinition>().parse(prepareStates(machine, progress));
  return { timeoutSeconds, definition: prepared, tasks: progress.tasks, moment };
}

function isCallback(resource: string): boolean {
  return resource.endsWith(CALLBACK);
}

export function withoutCallback(resource: string): string {
  return isCallback(resource) ? resource.slice(0, -CALLBACK.length) : resource;
}

function parseMachine(definition: unknown): z.infer<typeof Machine> {
  const parsed = Machine.safeParse(definition);
  if (parsed.success) return parsed.data;
  throw invalid(z.prettifyError(parsed.error));
}

function prepareStates(machine: unknown, progress: Progress): object {
  const { States, ...rest } = parseMachine(machine);
  const states = Object.entries(States).map(([name, state]) => [name, prepareState(name, state, progress)]);
  return { ...rest, States: Object.fromEntries(states) };
}

function prepareState(name: string, state: State, progress: Progress): object {
  const unknown = UNKNOWN_FIELDS.filter((field) => field in state);
  if (unknown.length > 0) throw invalid(`${unknown.join(', ')} of state ${name} is not known here`);

  const prepared = {
    ...state,
    ResultPath: state.ResultPath === '$' ? undefined : state.ResultPath,
    Retry: state.Retry?.map((retrier) => toScaled(retrier, progress.scale)),
    Catch: state.Catch?.map(withHeartbeat),
    Choices: state.Choices?.map(withoutFalse),
    Branches: state.Branches?.map((branch) => prepareStates(branch, progress)),
    Iterator: state.Iterator && prepareStates(state.Iterator, progress),
    ItemProcessor: state.ItemProcessor && prepareStates(state.ItemProcessor, progress),
  };
  const resource = state.Type === 'Wait' ? WAIT : state.Resource;
  if (resource === undefined) return atItsMoment(name, prepared, progress);
  progress.tasks.set(name, resource);
  return atItsMoment(name, toTask(prepared, resource), progress);
}

function toTask({ Parameters, ...state }: State, resource: string): State {
  const given = TIMES.flatMap((time) => [
    [time, state[time]],
    [`${time}.$`, state[`${time}Path`]],
  ]);
  const withoutTimes = TIMES.map((time) => ({ [time]: undefined, [`${time}Path`]: undefined }));
  return Object.assign({}, state, ...withoutTimes, {
    Type: 'Task',
    Resource: resource,
    TimeoutSeconds: LONGEST_SECONDS,
    Parameters: {
      ...withoutUndefined(Object.fromEntries(given)),
      ...(isCallback(resource) && { 'token.$': '$$.Task.Token' }),
      ...(Parameters === undefined ? { 'input.$': '$' } : { input: Parameters }),
    },
  });
}

/** The interpreter reads a template when it makes parameters from it, at each try: then the moment is the state's. */
function atItsMoment(name: string, state: State, { moment, issueToken }: Progress): object {
  // Whether a field is there counts for the interpreter.
  const { Parameters, ItemSelector, ...rest } = withoutUndefined(state);
  const isAsked = isCallback(state.Resource ?? '');
  const come = <T>(template: T): T => {
    Object.assign(moment.State, { Name: name, EnteredTime: new Date().toISOString() });
    moment.Task.Token = isAsked ? issueToken() : undefined;
    return template;
  };
  for (const [field, template] of Object.entries(withoutUndefined({ Parameters, ItemSelector })))
    Object.defineProperty(rest, field, { enumerable: true, get: () => come(template) });
  return rest;
}

function withoutUndefined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function invalid(reason: string): ServiceFault {
  return new ServiceFault('InvalidDefinition', `Invalid State Machine Definition: '${reason}'`);
}
