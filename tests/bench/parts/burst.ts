import type { CallView } from '#local/slack/call.ts';
import { SLACK_RATE_LIMITS } from '#local/slack/rate-limits.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { FaultWorld } from '#tests/faults/support/fault-world.ts';
import { Random } from '#tests/faults/support/random.ts';
import { configFor, retarget } from '#tests/faults/support/schedule.ts';
import type { SimSlack } from '#tests/faults/support/sim-slack.ts';
import { ACCOUNT, type RawEvent, REGION, START } from '#tests/support/build-event.ts';
import { quietExecution } from '#tests/support/scenes.ts';
import { atMost, plain, type Section, show } from '../figure.ts';
import type { Bench } from '../part.ts';
import { quantile } from '../support/numbers.ts';

const EXECUTIONS = 714;
const PIPELINES = 500;
const CHANNELS = 50;
const FAILING = 0.1;
/** An execution starts within this time and emits all its events within as much again. */
const HALF_SPAN_SECONDS = 30;
const DRAIN_LIMIT_SECONDS = 4 * 3600;

/** One way, in milliseconds. */
const LATENCY = { slack: 75, aws: 3 };

interface Subject {
  readonly record: string;
  /** How a message says that it ended. */
  readonly headline: string;
  readonly endedAt: number;
  readonly failedAt: number | undefined;
}

/** Ten thousand events in a minute, in a simulated clock: the real functions, Slack with its limits. */
export async function measureBurst({ say }: Bench): Promise<Section> {
  const world = new FaultWorld({
    config: configFor(CHANNELS),
    environments: 20,
    rateLimits: SLACK_RATE_LIMITS,
    withBudgets: true,
    latency: (place) => (place.startsWith('slack') ? LATENCY.slack : LATENCY.aws),
  });
  const { subjects, events } = sendBurst(world);
  say(`burst, ${events} events`);
  await world.pass(2 * HALF_SPAN_SECONDS);
  const drained = await drain(world);
  return {
    title: 'Burst',
    about: `${events} events of ${EXECUTIONS} executions of ${PIPELINES} pipelines in ${CHANNELS} channels within a minute, every tenth execution fails. The real functions over a table in memory, in virtual time: ${LATENCY.slack * 2} ms a call of Slack, ${LATENCY.aws * 2} ms a call of AWS; Slack takes a post a second and channel, ${SLACK_RATE_LIMITS.postsPerMinute} posts and ${SLACK_RATE_LIMITS.updatesPerMinute} updates a minute. The same in every run.`,
    figures: toFigures({ subjects, events, slack: world.slack, drained }),
  };
}

function sendBurst(world: FaultWorld): { readonly subjects: readonly Subject[]; readonly events: number } {
  const random = new Random(1);
  let events = 0;
  const subjects = Array.from({ length: EXECUTIONS }, (_, index) => {
    const team = index % CHANNELS;
    // In every channel alike: a tenth of all failing in five channels of fifty would be another story.
    const isFailing = (index + Math.floor(index / CHANNELS)) % Math.round(1 / FAILING) === 0;
    const pipeline = `team${team}-service-${index % PIPELINES}`;
    const startsAfter = random.between(0, HALF_SPAN_SECONDS);
    const scene = compress(isFailing ? failingAtTheEnd() : quietExecution(), startsAfter);
    const executionId = `execution-${index}`;
    for (const { event, afterSeconds } of scene)
      world.send(retarget(event, { pipeline, executionId, startSeconds: 0 }), afterSeconds);
    events += scene.length;
    const failed = scene.find(({ event }) => event.detail['state'] === 'FAILED');
    return {
      record: toRecordKey({ account: ACCOUNT, region: REGION, pipeline, executionId }),
      headline: `${pipeline} ${isFailing ? 'failed in Deploy' : 'succeeded'}`,
      endedAt: (START + (scene.at(-1)?.afterSeconds ?? 0)) * 1000,
      failedAt: failed && (START + failed.afterSeconds) * 1000,
    };
  });
  return { subjects, events };
}

/** As many events as when all goes well. */
function failingAtTheEnd(): readonly RawEvent[] {
  const events = quietExecution();
  return events.map((event, index) =>
    index < events.length - 3 ? event : { ...event, detail: { ...event.detail, state: 'FAILED' } },
  );
}

/** Its events at their own distances, but all within half a minute. */
function compress(events: readonly RawEvent[], startsAfter: number) {
  const times = events.map(({ time }) => Date.parse(time) / 1000 - START);
  const factor = HALF_SPAN_SECONDS / Math.max(...times);
  return events.map((event, index) => {
    const afterSeconds = startsAfter + (times[index] ?? 0) * factor;
    const time = new Date((START + Math.floor(afterSeconds)) * 1000).toISOString().replace('.000Z', 'Z');
    return { event: { ...event, time }, afterSeconds };
  });
}

/** Seconds until nothing was queued any more; infinite when that did not come to be. */
async function drain(world: FaultWorld): Promise<number> {
  try {
    return await world.drain(DRAIN_LIMIT_SECONDS);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

interface Outcome {
  readonly subjects: readonly Subject[];
  readonly events: number;
  readonly slack: Pick<SimSlack, 'calls' | 'channels'>;
  readonly drained: number;
}

function toFigures({ subjects, events, slack, drained }: Outcome) {
  const { calls } = slack;
  const shown = toShown({ calls, messages: recordsByMessage(slack.channels()) });
  const finals = subjects.map((subject) => waitFor(subject, { shown, since: subject.endedAt }));
  const failures = subjects.flatMap((subject) =>
    subject.failedAt === undefined ? [] : waitFor(subject, { shown, since: subject.failedAt }),
  );
  const late = finals.filter((wait) => wait > 60).length;
  const refused = calls.filter(({ status }) => status === 429);
  return [
    atMost('final state visible after its event, at the latest', {
      value: Math.max(...finals),
      limit: 60,
      unit: ' s',
      beside: `p50 ${show(quantile(finals, 0.5))} s, p99 ${show(quantile(finals, 0.99))} s; ${late} of ${finals.length} later than 60 s`,
    }),
    atMost('failure visible after its event, p99', {
      value: quantile(failures, 0.99),
      limit: 5,
      unit: ' s',
      beside: `p50 ${show(quantile(failures, 0.5))} s, of ${failures.length}`,
    }),
    atMost('share of calls answered 429', {
      value: (100 * refused.length) / calls.length,
      limit: 1,
      unit: ' %',
      beside: `${refused.length} of ${calls.length}`,
    }),
    atMost('Slack calls per event', { value: calls.length / events, limit: 0.06, unit: '', digits: 3 }),
    plain('calls by method', callsByMethod(calls)),
    plain('until nothing was queued any more', `${show(drained, 0)} s after the last event`),
  ];
}

interface Shown {
  readonly at: number;
  /** The record that it is about; absent for what is about several. */
  readonly record: string | undefined;
  readonly text: string;
}

/** What was to be read somewhere and from when, oldest first. */
function toShown({ calls, messages }: { calls: readonly CallView[]; messages: ReadonlyMap<string, string> }) {
  return calls
    .filter(({ ok, method }) => ok && method.startsWith('chat.'))
    .map(({ at, body }): Shown => {
      const { channel, ts } = Object(body);
      return { at, record: recordIn(body) ?? messages.get(`${channel} ${ts}`), text: JSON.stringify(body) };
    });
}

/** The record that each message is about, by channel and ts: two channels may have the same ts. */
function recordsByMessage(channels: ReturnType<SimSlack['channels']>): ReadonlyMap<string, string> {
  return new Map(
    channels.flatMap(({ id, messages }) =>
      messages.flatMap(({ ts, metadata }) => {
        const record = recordIn({ metadata });
        return record === undefined ? [] : [[`${id} ${ts}`, record] as const];
      }),
    ),
  );
}

function recordIn(content: unknown): string | undefined {
  return /"subject":"(execution[^"]+)"/.exec(JSON.stringify(content))?.[1];
}

interface Wait {
  readonly shown: readonly Shown[];
  readonly since: number;
}

/** Seconds until any message says it: its own, a reply, or a digest. */
function waitFor({ record, headline }: Subject, { shown, since }: Wait): number {
  const first = shown.find(
    (one) => one.at >= since && (one.record ?? record) === record && one.text.includes(headline),
  );
  return first === undefined ? Number.POSITIVE_INFINITY : (first.at - since) / 1000;
}

function callsByMethod(calls: readonly CallView[]): string {
  return [...Map.groupBy(calls, ({ method }) => method)]
    .map(([method, all]) => `${method} ${all.filter(({ ok }) => ok).length} of ${all.length}`)
    .join(', ');
}
