import * as z from 'zod/mini';
import type { Notice } from '#shared/domain/notice.ts';
import { Envelope, list, part, Text, Word } from './source.ts';
import { because, type Outcome, outcomeOf, path, toNotice } from './to-notice.ts';

// The names tell it from any other message; everything else may be missing.
const Trigger = z.object({
  eventTriggerName: z.string(),
  deploymentId: z.string(),
  region: Text,
  accountId: Text,
  applicationName: Text,
  deploymentGroupName: Text,
  status: Text,
  completeTime: Text,
  lastUpdatedAt: Text,
  instanceId: Text,
  instanceStatus: Text,
  lifecycleEvents: z.optional(z.unknown()),
  errorInformation: z.optional(z.unknown()),
});
type Trigger = z.infer<typeof Trigger>;
const Problem = part({ ErrorMessage: Text, ErrorCode: Text });
const Steps = list(part({ LifecycleEvent: Text, LifecycleEventStatus: Word }));

const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['SUCCEEDED', ['succeeded', 'good']],
  ['FAILED', ['failed', 'bad']],
  ['STOPPED', ['was stopped', 'stopped']],
  ['READY', ['waits for traffic to be rerouted', 'neutral']],
]);
const BEGINNINGS: readonly string[] = ['CREATED', 'QUEUED', 'INPROGRESS'];

export type Triggered = { readonly notice: Notice } | { readonly passedOver: string };

/** What a CodeDeploy trigger publishes to its topic, which is no event, and says why. Undefined when it is none. */
export function parseDeploymentTrigger(raw: unknown): Triggered | undefined {
  const parsed = Trigger.safeParse(raw);
  if (!parsed.success) return undefined;
  const { instanceId, instanceStatus, status } = parsed.data;
  const state = (instanceId === undefined ? status : instanceStatus)?.toUpperCase();
  if (instanceId !== undefined && state !== 'FAILED') return { passedOver: 'an instance made progress' };
  if (BEGINNINGS.includes(state ?? '')) return { passedOver: 'a deployment began' };
  return { notice: readTrigger(parsed.data, { raw, state }) };
}

interface About {
  readonly raw: unknown;
  readonly state: string | undefined;
}

function readTrigger(trigger: Trigger, { raw, state }: About): Notice {
  const { deploymentId: id, region, accountId: account } = trigger;
  const instance = trigger.instanceId?.split('/').at(-1);
  const { ErrorMessage: message, ErrorCode: code } = Problem.parse(open(trigger.errorInformation));
  const steps = Steps.parse(open(trigger.lifecycleEvents));
  const [outcome, tone] = outcomeOf(OUTCOMES, state);
  const what =
    instance === undefined ? `deployment ${id} ${outcome}` : `${instance} ${outcome} in deployment ${id}`;
  const envelope = Envelope.parse({
    'detail-type': 'CodeDeploy trigger',
    source: 'aws.codedeploy',
    account,
    region,
    time: isoOf(trigger.completeTime ?? trigger.lastUpdatedAt),
    detail: raw,
  });
  return toNotice(envelope, {
    service: 'codedeploy',
    title: trigger.applicationName,
    headline: `${what}${because(message ?? code)}`,
    tone,
    details: {
      Group: trigger.deploymentGroupName,
      At: steps.find(({ LifecycleEventStatus: status }) => status === 'FAILED')?.LifecycleEvent,
    },
    page: { label: 'Open deployment', path: path`codesuite/codedeploy/deployments/${id}?region=${region}` },
  });
}

/** An object, or JSON in a string. */
function open(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    // The outcome is told without its reason.
    return undefined;
  }
}

/** Epoch seconds as text, `1446744190.402`. */
function isoOf(seconds: string | undefined): string | undefined {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
