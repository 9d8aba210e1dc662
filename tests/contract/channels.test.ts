import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Destination, Message, Rendering } from '#shared/channels/channel.ts';
import { channels } from '#shared/channels/index.ts';
import { announcementsOf, type RecordView } from '#shared/domain/record.ts';
import { AppError } from '#shared/errors.ts';
import { recordCard } from '#shared/presentation/record-card.ts';
import { describe as describeError } from '#shared/runtime/observability.ts';
import { buildExecution, buildNotice, seen } from '#tests/support/build-record.ts';
import { CHANNEL_CASES } from './support/channel-cases.ts';
import { type Medium, type Reaction, startMedium } from './support/medium.ts';

const RETRY_AFTER_SECONDS = 17;
const IDENTITY = { subject: 'execution/1/r/p/e', key: 'execution' };
const FINISHED = buildExecution(seen('STARTED@0', 'Build STARTED@1', 'Build FAILED@8', 'FAILED@9'));

let medium: Medium;

beforeAll(async () => {
  medium = await startMedium();
});

afterAll(() => medium.stop());

const cases = channels.map((channel) => ({
  type: channel.type,
  channel,
  given: CHANNEL_CASES[channel.type],
}));

describe('channels', () => {
  it('each have a case in this suite, and no case is left over', () => {
    expect(Object.keys(CHANNEL_CASES).toSorted()).toEqual(channels.map(({ type }) => type).toSorted());
  });
});

describe.each(cases)('channel $type', ({ channel, given }) => {
  if (given === undefined)
    throw new Error(`channel ${channel.type} has no entry in channel-cases.ts: add one of valid settings`);
  const { settings, options } = given;
  const whole = { ...settings, ...options };
  const open = () => channel.open('d', whole);

  async function send(reaction: Reaction | ((request: string) => Reaction)) {
    medium.react(reaction);
    const clients = given === undefined ? undefined : given.clients(medium.url);
    if (clients === undefined) throw new Error('no clients');
    return messageOf(open()).send({ operation: 'post', ref: undefined, identity: IDENTITY, clients });
  }

  it('sends the very payload that it rendered', async () => {
    await send({ status: 200, body: given.accepts });

    const sent = decodeURIComponent(medium.bodies.at(-1)?.replaceAll('+', ' ') ?? '');

    expect(sent).toContain('web-shop');
    expect(given.violations(messageOf(open()).payload)).toEqual([]);
  });

  it('passes on the wait when it is told to slow down', async () => {
    const headers = { 'retry-after': String(RETRY_AFTER_SECONDS) };

    const error = await failureOf(send({ status: 429, headers }));

    expect(error).toMatchObject({ code: 'rate_limited', remedy: 'retry' });
    expect(error).toHaveProperty(
      'retryAfterSeconds',
      given.tellsWait ? RETRY_AFTER_SECONDS : expect.any(Number),
    );
  });

  it('waits some time when it is told to slow down without a number', async () => {
    const error = await failureOf(send({ status: 429 }));

    expect(error).toHaveProperty('retryAfterSeconds', expect.any(Number));
    expect(Object(error).retryAfterSeconds).toBeGreaterThan(0);
  });

  it.each([500, 502, 503, 504, 408])('tries again later after HTTP %d', async (status) => {
    const error = await failureOf(send({ status, body: 'Oops' }));

    expect(error).toMatchObject({ code: given.codes?.[status] ?? 'unavailable', remedy: 'retry' });
  });

  it('does not know what became of a message that got no answer', async () => {
    const error = await failureOf(send('cut'));

    expect(error).toMatchObject({ code: 'unavailable', remedy: 'retry', ambiguous: true });
  });

  it.each([400, 401, 403, 404, 405, 410, 413, 422, 451])(
    'does not repeat what HTTP %d refused',
    async (status) => {
      const error = await failureOf(send({ status, body: 'No' }));

      expect(error).toMatchObject({ remedy: expect.stringMatching(/^(park|halt)$/) });
    },
  );

  it('follows no redirect', async () => {
    const before = medium.bodies.length;

    const error = await failureOf(send({ status: 307, headers: { location: `${medium.url}/elsewhere` } }));

    expect(error).toBeInstanceOf(AppError);
    expect(medium.bodies.length).toBe(before + 1);
  });

  it('lets no secret into an error, also when the medium repeats what it was sent', async () => {
    const echo = (status: number) => (request: string) => ({
      status,
      body: `{"ok":false,"error":${JSON.stringify(request)}}`,
    });
    const reactions = [
      echo(200),
      echo(400),
      echo(403),
      echo(404),
      echo(500),
      { status: 429 },
      'cut' as const,
    ];

    for (const reaction of reactions) {
      const error = await failureOf(send(reaction)).catch(() => undefined);
      const told = [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(describeError(error))];
      for (const canary of given.canaries) expect(told.join('\n')).not.toContain(canary);
    }
  });

  it('accepts its settings, and names each one that is missing, wrong or unknown', () => {
    const mistakes = (changed: object) =>
      channel.settings.safeParse(changed).error?.issues.map((issue) => issue.path.join('.')) ?? [];
    const { type: _, ...own }: Readonly<Record<string, unknown>> = whole;

    expect(mistakes(settings)).toEqual([]);
    expect(mistakes(whole)).toEqual([]);
    for (const name of Object.keys(own)) {
      const { [name]: _removed, ...without } = settings;
      expect(mistakes(without)).toEqual(name in settings ? [name] : []);
      for (const value of [5, '', null, [], {}, ' '])
        expect(mistakes({ ...whole, [name]: value })).toEqual([name]);
    }
    expect(channel.settings.safeParse({ ...settings, extra: 1 }).error?.issues).toMatchObject([
      { code: 'unrecognized_keys', keys: ['extra'] },
    ]);
    expect(mistakes({ ...settings, type: 'other' })).toEqual(['type']);
  });

  it('asks only for secrets and topics that its settings name', () => {
    const { secrets = [], topics = [] } = open().needs;

    for (const name of [...secrets, ...topics]) expect(Object.values(settings)).toContain(name);
  });

  it('renders without a side effect: the same input gives the same payload and is left as it was', () => {
    const records = [FINISHED, buildNotice(), buildExecution()];
    for (const rendering of records.flatMap(renderingsOf)) {
      const frozen = deepFreeze(structuredClone(rendering));

      const first = JSON.stringify(open().render(frozen)?.payload);

      expect(JSON.stringify(open().render(structuredClone(rendering))?.payload)).toBe(first);
      expect(frozen).toEqual(rendering);
    }
  });

  it('has a scope for pauses that names no other destination', () => {
    const { pauseScope, name } = open();

    for (const operation of ['post', 'update', 'reply'] as const)
      expect(pauseScope(operation)).toMatch(new RegExp(`^(${name}$|${channel.type} )`));
  });
});

/** A message that this channel shows: of the present, else of the news. */
function messageOf(destination: Destination): Message {
  for (const rendering of renderingsOf(FINISHED)) {
    const message = destination.render(rendering);
    if (message !== undefined) return message;
  }
  throw new Error('nothing to show for a finished execution');
}

function renderingsOf(record: RecordView): readonly Rendering[] {
  return [undefined, ...announcementsOf(record)].map((announcement) => ({
    record,
    announcement,
    card: recordCard(record, announcement),
  }));
}

async function failureOf(sending: Promise<unknown>): Promise<unknown> {
  const outcome = await sending.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (outcome === undefined) throw new Error('it was sent, where a failure was expected');
  return outcome.error;
}

function deepFreeze<T>(value: T): T {
  for (const inner of Object.values(Object(value))) if (typeof inner === 'object') deepFreeze(inner);
  return Object.freeze(value);
}
