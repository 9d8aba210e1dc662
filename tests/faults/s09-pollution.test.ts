import { describe, expect, it } from '@jest/globals';
import { redact } from '#shared/archive/redact.ts';
import { openDestinations } from '#shared/config/destinations.ts';
import { readSettings } from '#shared/config/settings.ts';
import { quietExecution } from '#tests/support/scenes.ts';
import { FaultWorld } from './support/fault-world.ts';
import { measured } from './support/figures.ts';
import { retarget } from './support/schedule.ts';
import { seenIn } from './support/view.ts';

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
const POISON = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';

describe('S9 keys that mean something to JavaScript', () => {
  it.each(NAMES)('are names like any other for what an execution is made of (%s)', async (name) => {
    const world = new FaultWorld();
    const events = quietExecution().map((event) => {
      const { detail, ...rest } = retarget(event, { pipeline: name, executionId: name, startSeconds: 0 });
      const part = {
        ...detail,
        ...('stage' in detail && { stage: name }),
        ...('action' in detail && { action: name }),
      };
      // Written out and in again, so that __proto__ is a key of its own.
      return JSON.stringify({ ...rest, detail: part }).replace(
        '"detail":{',
        `"detail":{"__proto__":{"polluted":true},`,
      );
    });

    for (const event of events) world.send(event);
    await world.pass(10);
    await world.drain();

    expect(seenIn(world.slack).map(({ text }) => text)).toEqual([`${name} succeeded`]);
    expect(world.parked).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    measured('S9', name);
  });

  it.each(NAMES)('make no destination of nothing (%s)', (name) => {
    const text = `destinations:\n  pipelines: { type: slack, channel: '#p', secret: s }\nroutes:\n  - { to: ${name} }\n`;

    const { settings, mistakes } = readSettings(text, 'signalbox.yml');

    expect(settings).toBeUndefined();
    expect(mistakes.map(({ what }) => what).join()).toContain(name);
  });

  it.each(NAMES)('are refused or kept as names in the settings (%s)', (name) => {
    const text = `destinations:\n  ${name}: { type: slack, channel: '#p', secret: s }\nroutes:\n  - { to: ${name} }\n`;

    const { settings, mistakes } = readSettings(text, 'signalbox.yml');

    if (settings === undefined) expect(mistakes.length).toBeGreaterThan(0);
    else expect([...openDestinations(settings).keys()]).toEqual([name]);
    expect(Object.hasOwn(Object.prototype, 'type')).toBe(false);
  });

  it('change no prototype on the way to the archive', () => {
    const kept = redact(JSON.parse(POISON));

    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
