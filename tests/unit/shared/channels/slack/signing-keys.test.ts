import { describe, expect, it } from '@jest/globals';
import { createSigningKeys } from '#shared/channels/slack/signing-keys.ts';
import { UnavailableError } from '#shared/errors.ts';
import { FakeClock, FakeSecrets, FakeTelemetry } from '#tests/support/fakes.ts';

const NEW = 'the-signing-secret-of-today';
const OLD = 'the-signing-secret-of-before';

describe('signing keys', () => {
  it('are those of every secret, before a rotation and after it, each with its name', async () => {
    const { keys } = setUp({
      one: secret({ signingSecret: ` ${NEW}\n`, previousSigningSecret: OLD }),
      two: secret({ signingSecret: NEW }),
    });

    expect(await keys.current()).toEqual({
      keys: [
        { name: 'one', secret: NEW },
        { name: 'one', secret: OLD },
        { name: 'two', secret: NEW },
      ],
      failure: undefined,
    });
  });

  it('are read once in a quarter of an hour', async () => {
    const { keys, secrets, clock } = setUp({ one: secret({ signingSecret: NEW }) });

    await keys.current();
    clock.time += 899;
    await keys.current();
    expect(secrets.asked).toHaveLength(1);

    clock.time += 1;
    await keys.current();
    expect(secrets.asked).toHaveLength(2);
  });

  it('are read anew when asked, once a minute at most', async () => {
    const { keys, secrets, clock } = setUp({ one: secret({ signingSecret: NEW }) });
    await keys.current();

    clock.time += 59;
    expect(await keys.renewed()).toBeUndefined();
    clock.time += 1;
    expect((await keys.renewed())?.keys).toHaveLength(1);
    expect(await keys.renewed()).toBeUndefined();

    expect(secrets.asked).toHaveLength(2);
    expect(secrets.forgotten).toHaveLength(2);
  });

  it.each([
    ['is missing', {}],
    ['is not JSON', { one: 'xoxb-1' }],
    ['has no signing secret', { one: secret({ botToken: 'xoxb-1' }) }],
    ['has one that is too short to be one', { one: secret({ signingSecret: 'short' }) }],
  ])('say why a secret gave none that %s, and are asked for again after a minute', async (_, texts) => {
    const { keys, secrets, clock, telemetry } = setUp(texts, ['one']);

    const ring = await keys.current();
    clock.time += 59;
    await keys.current();
    expect(ring).toEqual({ keys: [], failure: expect.objectContaining({ code: 'config' }) });
    expect(secrets.asked).toHaveLength(1);
    expect(telemetry.lines).toMatchObject([{ level: 'error', error: { code: 'config' } }]);

    clock.time += 1;
    await keys.current();
    expect(secrets.asked).toHaveLength(2);
  });

  it('of the other secrets count although one cannot be read', async () => {
    const { keys } = setUp({ two: secret({ signingSecret: NEW }) }, ['one', 'two']);

    expect((await keys.current()).keys).toEqual([{ name: 'two', secret: NEW }]);
  });

  it('outlast an outage of the secrets, but not the loss of one', async () => {
    const { keys, secrets, clock } = setUp({ one: secret({ signingSecret: NEW }) });
    await keys.current();

    clock.time += 900;
    secrets.error = new UnavailableError('secret one: no answer');
    expect((await keys.current()).keys).toHaveLength(1);

    clock.time += 60;
    secrets.error = undefined;
    secrets.held.clear();
    expect((await keys.current()).keys).toEqual([]);
  });
});

/** Secrets that can change and fail. */
class ChangingSecrets extends FakeSecrets {
  readonly held: Map<string, string>;
  error: Error | undefined;

  constructor(texts: Readonly<Record<string, string>>) {
    super();
    this.held = new Map(Object.entries(texts));
  }

  override async get(name: string): Promise<string> {
    if (this.error !== undefined) throw this.error;
    const text = this.held.get(name);
    if (text === undefined) return super.get(name);
    this.asked.push(name);
    return text;
  }
}

function setUp(texts: Readonly<Record<string, string>>, names: readonly string[] = Object.keys(texts)) {
  const clock = new FakeClock();
  const secrets = new ChangingSecrets(texts);
  const telemetry = new FakeTelemetry();
  return { clock, secrets, telemetry, keys: createSigningKeys(names, { secrets, clock, telemetry }) };
}

function secret(members: Readonly<Record<string, string>>): string {
  return JSON.stringify({ botToken: 'xoxb-1', ...members });
}
