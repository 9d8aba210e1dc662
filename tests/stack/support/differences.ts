import type { StandIn } from './stand-in.ts';

type Claim = 'a bucket keeps versions' | 'a rule has a dead-letter queue' | 'a table forgets';

/** Where a stand-in is not as AWS is, and why: all there is, one assertion each. */
export const DIFFERENCES: Readonly<Record<StandIn['name'], Partial<Record<Claim, string>>>> = {
  embedded: {
    'a bucket keeps versions': 'fauxqs has no versions of objects',
    'a table forgets': 'dynalite knows no time to live',
  },
  emulator: {
    'a rule has a dead-letter queue':
      'ministack takes DeadLetterConfig, and drops what a target did not take',
    'a table forgets': 'ministack leaves out TimeToLiveSpecification of a template',
  },
};

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: object;
}

/** What the emulator refuses to deploy; it gets the template without. */
export const LEFT_OUT: readonly {
  readonly what: string;
  readonly is: (resource: TemplateResource) => boolean;
}[] = [
  { what: 'saved queries of logs', is: ({ Type }) => Type === 'AWS::Logs::QueryDefinition' },
  {
    what: 'alarms on more than one metric',
    is: ({ Type, Properties = {} }) => Type === 'AWS::CloudWatch::Alarm' && 'Metrics' in Properties,
  },
];

/** An assertion that is listed for this stand-in has to fail: once it holds, it must leave the list. */
export async function holds(claim: Claim, { name }: StandIn, assertion: () => Promise<void>): Promise<void> {
  const reason = DIFFERENCES[name][claim];
  if (reason === undefined) return assertion();

  const failed = await assertion().then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error(`"${claim}" holds on ${name} now: take it off the list (${reason})`);
}
