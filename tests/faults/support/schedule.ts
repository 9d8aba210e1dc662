import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import { ACCOUNT, type RawEvent, REGION, START } from '#tests/support/build-event.ts';
import { failingExecution, quietExecution, recoveringExecution } from '#tests/support/scenes.ts';
import type { Expectation } from './judge.ts';
import type { Random } from './random.ts';

export interface ScheduleOptions {
  readonly random: Random;
  /** About so many, at 14 an execution. */
  readonly events: number;
  /** Seconds over which the executions start. */
  readonly spanSeconds: number;
  readonly channels: number;
  /** Shares of events that come twice, and of neighbors of an execution that change places. */
  readonly doubled?: number;
  readonly swapped?: number;
  /** Shares of executions that fail, and that recover from a failure. */
  readonly failing?: number;
  readonly recovering?: number;
  /** Keeps the executions of several schedules apart. */
  readonly name?: string;
}

export interface Arrival {
  readonly event: RawEvent;
  readonly afterSeconds: number;
}

export interface Schedule {
  readonly arrivals: readonly Arrival[];
  readonly expectations: readonly Expectation[];
}

const EVENTS_PER_EXECUTION = 14;
/** A duplicate comes up to so much later. */
const LATE_SECONDS = 60;

const KINDS = {
  quiet: { events: quietExecution(), phases: ['is running', 'succeeded'], news: [], isMended: false },
  failing: {
    events: failingExecution(),
    phases: ['is running', 'failed', 'failed in Build'],
    news: ['failed 1'],
    isMended: false,
  },
  recovering: {
    events: recoveringExecution(),
    phases: ['is running', 'failed', 'is running, attempt 2', 'recovered: succeeded in attempt 2'],
    news: ['failed 1', 'recovered'],
    isMended: true,
  },
} as const;
export type Kind = keyof typeof KINDS;

/** Many executions whose events come late, twice and in the wrong order, and what has to be seen of them in the end. */
export function buildSchedule(options: ScheduleOptions): Schedule {
  const { random, events, spanSeconds, channels, failing = 0.1, recovering = 0.1, name = '' } = options;
  const parts = Array.from({ length: Math.floor(events / EVENTS_PER_EXECUTION) }, (_, index) => {
    const drawn = random.next();
    const kind = drawn < failing ? 'failing' : drawn < failing + recovering ? 'recovering' : 'quiet';
    return buildExecution({
      kind,
      name,
      index,
      channel: index % channels,
      startsAfter: random.between(0, spanSeconds),
    });
  });
  return {
    arrivals: parts.flatMap(({ arrivals }) => disturb(arrivals, options)),
    expectations: parts.map(({ expectation }) => expectation),
  };
}

interface Plan {
  readonly kind: Kind;
  readonly name?: string;
  readonly index: number;
  readonly channel: number;
  readonly startsAfter: number;
}

export function buildExecution({ kind, name = '', index, channel, startsAfter }: Plan) {
  const scene = KINDS[kind];
  const pipeline = `team${channel}-service-${index}`;
  const executionId = `execution-${name}${index}`;
  const startSeconds = Math.floor(startsAfter);
  const events = scene.events.map((event) => retarget(event, { pipeline, executionId, startSeconds }));
  const expectation: Expectation = {
    record: toRecordKey({ account: ACCOUNT, region: REGION, pipeline, executionId }),
    pipeline,
    channel: `channel-${channel}`,
    phases: scene.phases,
    news: scene.news,
    isMended: scene.isMended,
  };
  const arrivals = events.map((event) => ({ event, afterSeconds: Date.parse(event.time) / 1000 - START }));
  return { expectation, arrivals };
}

export interface Target {
  readonly pipeline: string;
  readonly executionId: string;
  readonly startSeconds: number;
}

/** The same event of another execution, that began so much later. */
export function retarget(event: RawEvent, { pipeline, executionId, startSeconds }: Target): RawEvent {
  const time = new Date(Date.parse(event.time) + startSeconds * 1000).toISOString().replace('.000Z', 'Z');
  return {
    ...event,
    id: `${executionId}-${event.id}`,
    time,
    resources: [`arn:aws:codepipeline:${REGION}:${ACCOUNT}:${pipeline}`],
    detail: { ...event.detail, pipeline, 'execution-id': executionId, 'start-time': time },
  };
}

function disturb(arrivals: readonly Arrival[], options: ScheduleOptions): readonly Arrival[] {
  const { random, doubled = 0, swapped = 0 } = options;
  const events = arrivals.map(({ event }) => event);
  for (let index = 0; index + 1 < events.length; index += 1) {
    const [left, right] = [events[index], events[index + 1]];
    if (left === undefined || right === undefined || !random.chance(swapped)) continue;
    [events[index], events[index + 1]] = [right, left];
    index += 1;
  }
  const once = events.map((event, index) => ({ event, afterSeconds: arrivals[index]?.afterSeconds ?? 0 }));
  const again = once
    .filter(() => random.chance(doubled))
    .map(({ event, afterSeconds }) => ({
      event,
      afterSeconds: afterSeconds + random.between(0, LATE_SECONDS),
    }));
  return [...once, ...again];
}

/** The same events, as if they were of so many seconds ago: who goes by the real clock takes no old news. */
export function toBodies(arrivals: readonly Arrival[], agoSeconds: number): readonly string[] {
  const shift = Math.floor(Date.now() / 1000) - agoSeconds - START;
  return arrivals
    .toSorted((left, right) => left.afterSeconds - right.afterSeconds)
    .map(({ event }) => {
      const time = new Date(Date.parse(event.time) + shift * 1000).toISOString().replace('.000Z', 'Z');
      return JSON.stringify({ ...event, time, detail: { ...event.detail, 'start-time': time } });
    });
}

/** signalbox.yml for so many teams, each with a channel of its own. */
export function configFor(channels: number): string {
  const teams = Array.from({ length: channels }, (_, index) => index);
  return [
    'destinations:',
    ...teams.map(
      (team) => `  team${team}: { type: slack, channel: '#channel-${team}', secret: signalbox/slack }`,
    ),
    "  mail: { type: sns, topic: 'arn:aws:sns:eu-west-1:111122223333:pipeline-mail' }",
    'routes:',
    ...teams.map((team) => `  - { match: { pipeline: 'team${team}-*' }, to: team${team}, continue: true }`),
    '  - { match: { status: [failed, recovered] }, to: mail }',
    '',
  ].join('\n');
}
