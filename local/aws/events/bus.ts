import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { ACCOUNT, REGION, toArn } from '../identity.ts';
import type { JsonService } from '../json-service.ts';
import { ServiceFault } from '../service-fault.ts';
import { deliver, type Event, type Target } from './delivery.ts';
import type { Matcher } from './pattern.ts';

const Entry = z.object({
  Source: z.string(),
  DetailType: z.string(),
  Detail: z.string(),
  EventBusName: z.string().default('default'),
  Resources: z.array(z.string()).default([]),
  Time: z.number().optional(),
});
type Entry = z.infer<typeof Entry>;
const PutEvents = z.object({ Entries: z.array(Entry).min(1).max(10) });
const ServiceEvent = z.record(z.string(), z.unknown());

interface Rule {
  readonly matches: Matcher;
  readonly targets: readonly Target[];
}

/** The default event bus. */
export interface EventBus {
  addRule(rule: Rule): void;
  /** Resolves when every matching target, or its dead-letter queue, has taken the event. */
  put(event: Event): Promise<void>;
  /** Deliveries under way. */
  delivering(): number;
  readonly serve: JsonService;
}

export function createEventBus(log: (line: string) => void): EventBus {
  const rules: Rule[] = [];
  let delivering = 0;

  async function put(event: Event): Promise<void> {
    const targets = rules.filter(({ matches }) => matches(event)).flatMap((rule) => rule.targets);
    delivering += 1;
    try {
      await Promise.all(targets.map((target) => deliver(target, event, { log })));
    } finally {
      delivering -= 1;
    }
  }

  /** No operation of AWS's: there, services put their events on the bus unseen, whole and with a source that PutEvents refuses. */
  async function putServiceEvent(event: Event): Promise<{ readonly Rules: number }> {
    await put(event);
    return { Rules: rules.filter(({ matches }) => matches(event)).length };
  }

  return {
    addRule: (rule) => void rules.push(rule),
    put,
    delivering: () => delivering,
    async serve(operation, input) {
      if (operation === 'PutServiceEvent') return putServiceEvent(ServiceEvent.parse(input));
      if (operation !== 'PutEvents')
        throw new ServiceFault('NotImplemented', `The embedded AWS has no events ${operation}`, 501);
      const results = await Promise.all(PutEvents.parse(input).Entries.map((entry) => putEntry(entry, put)));
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
  };
}

type EntryResult =
  | { readonly EventId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

async function putEntry(entry: Entry, put: (event: Event) => Promise<void>): Promise<EntryResult> {
  const mistake = mistakeIn(entry);
  if (mistake) return mistake;

  const id = randomUUID();
  // An unknown bus takes the event and loses it, on AWS too.
  if (entry.EventBusName === 'default' || entry.EventBusName === toArn('events', 'event-bus/default'))
    await put(toEvent(entry, id));
  return { EventId: id };
}

function mistakeIn({ Source, Detail }: Entry): EntryResult | undefined {
  if (Source.startsWith('aws.'))
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: `Not authorized for the source ${Source}: aws.* is reserved for AWS services`,
    };
  if (parseDetail(Detail)) return undefined;
  return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function toEvent(entry: Entry, id: string): Event {
  const time = entry.Time === undefined ? new Date() : new Date(entry.Time * 1000);
  return {
    version: '0',
    id,
    'detail-type': entry.DetailType,
    source: entry.Source,
    account: ACCOUNT,
    time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources: entry.Resources,
    detail: parseDetail(entry.Detail),
  };
}

function parseDetail(detail: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(detail);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    // Not JSON: the caller answers MalformedDetail, as EventBridge does.
    return undefined;
  }
}
