import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { ServiceFault } from '../service-fault.ts';

/** The Resource of what a Wait state becomes. */
export const WAIT = 'wait';

const CALLBACK = '.waitForTaskToken';

// More than this overflows Node's timers. It stands where there is to be no limit: by default, the interpreter ends a task after a minute.
const LONGEST_SECONDS = 2_147_483;

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

const TYPE_TESTS = ['IsBoolean', 'IsNull', 'IsNumeric', 'IsPresent', 'IsString', 'IsTimestamp'];

const QueryLanguage = z.literal('JSONPath', { error: 'only JSONPath is known here' }).optional();
const Handler = z.looseObject({ ErrorEquals: z.array(z.string()) });
const Retrier = Handler.extend({
  IntervalSeconds: z.number().default(1),
  MaxDelaySeconds: z.number().default(LONGEST_SECONDS),
});
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
const Rule = z.looseObject({
  And: z.array(z.unknown()).optional(),
  Or: z.array(z.unknown()).optional(),
  Not: z.unknown().optional(),
});

export interface Prepared {
  readonly definition: StateMachineDefinition;
  /** Of a whole execution. */
  readonly timeoutSeconds: number | undefined;
  /** The Resource of each task, be it inside a Map or a Parallel, by the state's name. */
  readonly tasks: ReadonlyMap<string, string>;
}

interface Preparation {
  readonly tasks: Map<string, string>;
  readonly scale: number;
}

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
export function prepareDefinition(definition: unknown, scale: number): Prepared {
  const tasks = new Map<string, string>();
  const { TimeoutSeconds: timeoutSeconds, ...machine } = parseMachine(definition);
  const prepared = prepareStates(machine, { tasks, scale });
  // Leaves out the keys that are undefined: the interpreter asks whether they are there.
  return { tasks, timeoutSeconds, definition: JSON.parse(JSON.stringify(prepared)) };
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

function prepareStates(machine: unknown, preparation: Preparation): unknown {
  const { States, ...rest } = parseMachine(machine);
  const states = Object.entries(States).map(([name, state]) => [
    name,
    prepareState(name, state, preparation),
  ]);
  return { ...rest, States: Object.fromEntries(states) };
}

function prepareState(name: string, state: State, preparation: Preparation): unknown {
  const unknown = UNKNOWN_FIELDS.filter((field) => field in state);
  if (unknown.length > 0) throw invalid(`${unknown.join(', ')} of state ${name} is not known here`);

  const prepared = {
    ...state,
    ResultPath: state.ResultPath === '$' ? undefined : state.ResultPath,
    Retry: state.Retry?.map((retrier) => toScaled(retrier, preparation.scale)),
    Catch: state.Catch?.map(withHeartbeat),
    Choices: state.Choices?.map(withoutFalse),
    Branches: state.Branches?.map((branch) => prepareStates(branch, preparation)),
    Iterator: state.Iterator && prepareStates(state.Iterator, preparation),
    ItemProcessor: state.ItemProcessor && prepareStates(state.ItemProcessor, preparation),
  };
  const resource = state.Type === 'Wait' ? WAIT : state.Resource;
  if (resource === undefined) return prepared;
  preparation.tasks.set(name, resource);
  return toTask(prepared, resource);
}

function toTask({ Parameters, ...state }: State, resource: string): unknown {
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
      // First of all: the parameters after it may name $$.Task.Token.
      ...(isCallback(resource) && { 'token.$': '$$.Task.NewToken' }),
      ...Object.fromEntries(given),
      ...(Parameters === undefined ? { 'input.$': '$' } : { input: Parameters }),
    },
  });
}

function toScaled(retrier: z.infer<typeof Retrier>, scale: number): z.infer<typeof Retrier> {
  return {
    ...withHeartbeat(retrier),
    IntervalSeconds: retrier.IntervalSeconds * scale,
    MaxDelaySeconds: Math.min(retrier.MaxDelaySeconds * scale, LONGEST_SECONDS),
  };
}

function withHeartbeat<H extends z.infer<typeof Handler>>(handler: H): H {
  const { ErrorEquals: names } = handler;
  const more = names.includes('States.Timeout') ? ['States.HeartbeatTimeout'] : [];
  return { ...handler, ErrorEquals: [...names, ...more] };
}

// For the interpreter, `"IsPresent": false` never holds.
function withoutFalse(input: unknown): unknown {
  const { And, Or, Not, ...rule } = Rule.parse(input);
  const { Next, ...test } = rule;
  if (And) return { Next, And: And.map(withoutFalse) };
  if (Or) return { Next, Or: Or.map(withoutFalse) };
  if (Not) return { Next, Not: withoutFalse(Not) };
  const name = TYPE_TESTS.find((candidate) => test[candidate] === false);
  return name === undefined ? rule : { Next, Not: { ...test, [name]: true } };
}

function invalid(reason: string): ServiceFault {
  return new ServiceFault('InvalidDefinition', `Invalid State Machine Definition: '${reason}'`);
}
