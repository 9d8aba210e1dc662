import type { Rule } from '#shared/routing/rule.ts';
import { MEMBER_BUS, memberBusName } from './members.ts';
import { arnOf, type Resource, type Resources, sub, type Value } from './template.ts';

/** The queues that every rule feeds. */
const TARGETS = { events: 'EventsQueue', archive: 'ArchiveQueue' };

/** Where a rule leaves what its targets did not take. */
export const DEAD_LETTERS = 'RuleDeadLetters';

// The longest that EventBridge keeps trying.
export const RETRY_POLICY = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

export type Patterns = Readonly<Record<string, { readonly [key: string]: Value }>>;

/** events/patterns.yml. */
export interface PatternFile {
  readonly always: Patterns;
  /** By service: each costs what its events cost, so it is there only for whoever wants to hear of it. */
  readonly routed: Patterns;
}

export interface RuleSettings {
  readonly patterns: Patterns;
  /** Of every name. */
  readonly prefix: string;
  /** Accounts whose events come by way of the members' bus. */
  readonly members: readonly string[];
}

/** A bus, and whose events its rules let through. */
interface Bus {
  /** Begins the logical ids of its rules. */
  readonly id: string;
  readonly name?: string;
  /** Absent: of every account that the bus takes events of. */
  readonly accounts?: readonly Value[];
}

/** Those about pipelines, and those of services that a route names. */
export function wantedPatterns({ always, routed }: PatternFile, routes: readonly Rule[]): Patterns {
  const named = new Set<string>(routes.flatMap(({ match }) => match.service ?? []));
  const wanted = Object.entries(routed).filter(([service]) => named.has('*') || named.has(service));
  return { ...always, ...Object.fromEntries(wanted) };
}

/** One rule per bus and pattern of events/patterns.yml, straight to the queues: no function that could lose an event. */
export function rules(settings: RuleSettings): Resources {
  return Object.fromEntries(
    busesOf(settings).flatMap((bus) =>
      Object.entries(settings.patterns).map(([source, pattern]) => [
        `${bus.id}${logicalName(source)}Rule`,
        rule(bus, pattern, ruleName(source, settings.prefix)),
      ]),
    ),
  );
}

/** The queues that rules send to. */
export function queuesOfRules(): readonly string[] {
  return [...Object.values(TARGETS), DEAD_LETTERS];
}

/** ARNs spelled out from names, so that the queues' policies can be there before the rules are. */
export function ruleArns(settings: RuleSettings): readonly Value[] {
  return busesOf(settings).flatMap(({ name }) =>
    Object.keys(settings.patterns).map((source) => {
      const path = [...(name === undefined ? [] : [name]), ruleName(source, settings.prefix)].join('/');
      return sub(`arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${path}`);
    }),
  );
}

function busesOf({ members, prefix }: RuleSettings): readonly Bus[] {
  // Whose events come by the default bus is said by its policy, which is the account's own matter. Once members
  // are listed, they have a bus of their own, and this one is for the own account.
  if (members.length === 0) return [{ id: '' }];
  return [
    { id: '', accounts: [{ Ref: 'AWS::AccountId' }] },
    { id: 'Member', name: memberBusName(prefix), accounts: members },
  ];
}

function rule({ name, accounts }: Bus, pattern: Patterns[string], ruleName: string): Resource {
  return {
    Type: 'AWS::Events::Rule',
    DependsOn: queuesOfRules().map((queue) => `${queue}Policy`),
    Properties: {
      Name: ruleName,
      ...(name !== undefined && { EventBusName: { Ref: MEMBER_BUS } }),
      EventPattern: { ...pattern, ...(accounts !== undefined && { account: accounts }) },
      State: 'ENABLED',
      Targets: Object.entries(TARGETS).map(([id, queue]) => ({
        Id: id,
        Arn: arnOf(queue),
        DeadLetterConfig: { Arn: arnOf(DEAD_LETTERS) },
        RetryPolicy: RETRY_POLICY,
      })),
    },
  };
}

function ruleName(source: string, prefix: string): string {
  return `${prefix}-${source}`;
}

function logicalName(source: string): string {
  return source
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
