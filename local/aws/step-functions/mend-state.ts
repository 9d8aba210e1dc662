import * as z from 'zod';

// More than this overflows Node's timers. It stands where there is to be no limit: by default, the interpreter ends a task after a minute.
export const LONGEST_SECONDS = 2_147_483;

const TYPE_TESTS = ['IsBoolean', 'IsNull', 'IsNumeric', 'IsPresent', 'IsString', 'IsTimestamp'];

export const Handler = z.looseObject({ ErrorEquals: z.array(z.string()) });
export const Retrier = Handler.extend({
  IntervalSeconds: z.number().default(1),
  MaxDelaySeconds: z.number().default(LONGEST_SECONDS),
});

const Rule = z.looseObject({
  And: z.array(z.unknown()).optional(),
  Or: z.array(z.unknown()).optional(),
  Not: z.unknown().optional(),
});

/** Retries wait as many times shorter as everything else does. */
export function toScaled(retrier: z.infer<typeof Retrier>, scale: number): z.infer<typeof Retrier> {
  return {
    ...withHeartbeat(retrier),
    IntervalSeconds: retrier.IntervalSeconds * scale,
    MaxDelaySeconds: Math.min(retrier.MaxDelaySeconds * scale, LONGEST_SECONDS),
  };
}

/** On AWS, States.Timeout takes a missed heartbeat too. */
export function withHeartbeat<H extends z.infer<typeof Handler>>(handler: H): H {
  const { ErrorEquals: names } = handler;
  const more = names.includes('States.Timeout') ? ['States.HeartbeatTimeout'] : [];
  return { ...handler, ErrorEquals: [...names, ...more] };
}

/** For the interpreter, `"IsPresent": false` and its like never hold. */
export function withoutFalse(input: unknown): unknown {
  const { And, Or, Not, ...rule } = Rule.parse(input);
  const { Next, ...test } = rule;
  if (And) return { Next, And: And.map(withoutFalse) };
  if (Or) return { Next, Or: Or.map(withoutFalse) };
  if (Not) return { Next, Not: withoutFalse(Not) };
  const name = TYPE_TESTS.find((candidate) => test[candidate] === false);
  return name === undefined ? rule : { Next, Not: { ...test, [name]: true } };
}
