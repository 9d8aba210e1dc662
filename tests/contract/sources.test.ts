import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseEvents } from '#cli/read-events.ts';
import { type Read, readEvent, sources } from '#shared/sources/index.ts';
import { Envelope } from '#shared/sources/source.ts';
import { buildPipelineEvent, START } from '#tests/support/build-event.ts';
import { hostileText } from '#tests/support/hostile-text.ts';
import { fc } from '#tests/support/property.ts';
import { eventsOf } from '#tests/support/samples.ts';
import { assertSound } from './support/soundness.ts';
import { SOURCE_CASES } from './support/source-cases.ts';

const CONTEXT = { receivedAt: START + 999 };

/** Without these there is nothing to say. */
const NEEDED = ['detail.pipeline', 'detail.execution-id', 'detail.state'];
/** Say which source reads it. */
const ROUTING = ['source', 'detail-type', 'detailType'];

const OTHER_VALUES: readonly (readonly [string, unknown])[] = [
  ['missing', undefined],
  ['null', null],
  ['a number', 0],
  ['a huge number', 1e308],
  ['a number in text, too large for any', '1e999'],
  ['true', true],
  ['an object', { a: { b: [1] } }],
  ['an array', ['a', { b: null }]],
  ['nothing', ''],
  ['300 KB of text', 'é"\\\n<'.repeat(60_000)],
  ['hostile text', '\ud800<!channel>\u0000\u202e'],
  [
    'a prototype',
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  ],
];

const cases = sources.map((source) => ({ id: source.id, source, given: SOURCE_CASES[source.id] }));
/** Those of CodePipeline itself say what happened, or are refused. */
const stateChanges = ['codepipeline', 'notification-rule'].flatMap((id) => {
  const { raw, read } = SOURCE_CASES[id] ?? {};
  return raw !== undefined && read !== undefined && 'event' in read ? { id, raw, event: read.event } : [];
});
const services = Object.entries(SOURCE_CASES)
  .filter(([id]) => !stateChanges.some((one) => one.id === id))
  .map(([id, given]) => ({ id, ...given }));

describe('sources', () => {
  it('each have a case in this suite, and no case is left over', () => {
    expect(Object.keys(SOURCE_CASES).toSorted()).toEqual(sources.map(({ id }) => id).toSorted());
    expect(stateChanges).toHaveLength(2);
  });
});

describe.each(cases)('source $id', ({ source, given }) => {
  if (given === undefined) throw new Error(`source ${source.id} has no entry in source-cases.ts: add one`);
  const { raw, read } = given;
  const members = pathsOf(raw).filter((path) => !ROUTING.includes(path.join('.')));

  it('is the only one that takes its event', () => {
    const takers = sources.filter(({ matches }) => matches(Envelope.parse(raw)));

    expect(takers.map(({ id }) => id)).toEqual([source.id]);
  });

  it('reads a full event', () => {
    expect(readEvent(raw, CONTEXT)).toEqual(read);
  });

  it.each(OTHER_VALUES)('gives something sound when a member is %s', (_, value) => {
    for (const path of members) assertSound(tryRead(withValue(raw, path, value)));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('keeps no member that it does not know', () => {
    const more = withValue(withValue(raw, ['detail', 'new-member'], 'canary'), ['newMember'], 'canary');

    expect(readEvent(more, CONTEXT)).toEqual(read);
  });

  it('gives something sound for any text anywhere', () => {
    const changes = fc.array(fc.tuple(fc.constantFrom(...members), hostileText({ maxRepeat: 30 })), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(changes, (list) => {
        const changed = list.reduce((value, [path, text]) => withValue(value, path, text), raw);

        assertSound(tryRead(changed));
      }),
      { numRuns: 200 },
    );
  });

  it('gives something sound for any JSON as its detail', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 2 }), (detail, member) => {
        const bare = { pipeline: 'web-shop', 'execution-id': 'e-1', state: 'FAILED' };

        assertSound(tryRead({ ...raw, detail }));
        assertSound(
          tryRead({ ...raw, detail: { ...Object(detail), ...bare }, additionalAttributes: member }),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe.each(stateChanges)('source $id of state changes', ({ raw, event }) => {
  const optional = pathsOf(raw).filter((path) => ![...NEEDED, ...ROUTING, 'detail'].includes(path.join('.')));

  it('needs pipeline, execution-id and state, and no more', () => {
    const { pipeline, executionId } = event.execution;
    const bare = { pipeline, 'execution-id': executionId, state: event.state };
    const envelope = Object.fromEntries(
      Object.entries(raw).filter(([name]) => ['source', 'detail-type', 'detailType'].includes(name)),
    );

    expect(readEvent({ ...envelope, detail: bare }, CONTEXT)).toMatchObject({
      event: {
        execution: { account: 'unknown', region: 'unknown', pipeline, executionId },
        state: event.state,
        time: CONTEXT.receivedAt,
        facts: {},
      },
    });
  });

  it.each(NEEDED)('cannot do without %s, and names it', (path) => {
    const notText = OTHER_VALUES.filter(([, value]) => typeof value !== 'string' || value === '');
    const unusable = [...notText, ['too long', 'x'.repeat(201)], ['invisible', '\u0000\u202e ']];
    for (const [, value] of unusable) {
      expect(() => readEvent(withValue(raw, path.split('.'), value), CONTEXT)).toThrow(
        expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(path) }),
      );
    }
  });

  it.each(['missing', 'null', 'a number', 'an array', 'nothing'])('names a detail that is %s', (name) => {
    const [, value] = OTHER_VALUES.find(([candidate]) => candidate === name) ?? [];

    expect(() => readEvent(withValue(raw, ['detail'], value), CONTEXT)).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining('detail') }),
    );
  });

  it.each(OTHER_VALUES)('reads the event when any other member is %s', (_, value) => {
    for (const path of optional)
      expect(readEvent(withValue(raw, path, value), CONTEXT)).toMatchObject({
        event: { state: event.state, execution: { pipeline: event.execution.pipeline } },
      });
  });
});

describe.each(services)('source $id of a service', ({ raw, read }) => {
  it('refuses no event, whatever is missing', () => {
    const { source, 'detail-type': detailType } = raw;

    for (const path of pathsOf(raw))
      expect(() => readEvent(withValue(raw, path, undefined), CONTEXT)).not.toThrow();
    expect(() => readEvent({ source, 'detail-type': detailType }, CONTEXT)).not.toThrow();
  });

  it('reads the same from a notification rule, which spells the kind differently', () => {
    const { 'detail-type': detailType, ...published } = raw;

    expect(readEvent({ ...published, detailType }, CONTEXT)).toEqual(read);
  });
});

describe('sample events', () => {
  const files = globSync('events/*/*.{json,ndjson}');

  it('are there', () => {
    expect(files.length).toBeGreaterThan(200);
  });

  it.each(files)('%s gives sound events, or a sound notice', (file) => {
    const events = parseEvents(readFileSync(file, 'utf8'), file);
    const reads = events.flatMap((event) =>
      eventsOf('raw' in event ? event.raw : event.error).map((raw) => readEvent(raw, CONTEXT)),
    );

    expect(reads.length).toBeGreaterThan(0);
    for (const read of reads) assertSound(read);
    expect(JSON.stringify(reads)).not.toContain('not-to-be-shown');
  });
});

describe('readEvent', () => {
  it('takes any JSON whatsoever, as an event, a notice or input that is not valid', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (raw) => {
        assertSound(tryRead(raw));
      }),
      { numRuns: 200 },
    );
  });

  it('gives a sound notice for any envelope', () => {
    const text = hostileText({ maxRepeat: 30 });
    const envelope = fc.record(
      {
        id: text,
        source: text,
        'detail-type': text,
        account: text,
        region: text,
        time: text,
        resources: fc.array(text),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(envelope, (raw) => {
        assertSound(tryRead(raw));
      }),
      { numRuns: 200 },
    );
  });

  it('refuses JSON nested deeper than any event as input that is not valid, quickly', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    const started = performance.now();

    expect(() => readEvent(deep, CONTEXT)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    expect(() => readEvent({ detail: deep }, CONTEXT)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('reads an event whose unused part is nested deeply', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);

    const read = readEvent(
      buildPipelineEvent({ detail: { 'execution-trigger': { x: deep }, y: deep } }),
      CONTEXT,
    );

    expect(read).toMatchObject({ event: { state: 'STARTED' } });
  });
});

function tryRead(raw: unknown): Read | undefined {
  try {
    return readEvent(raw, CONTEXT);
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_input' });
    return undefined;
  }
}

type Json = Readonly<Record<string, unknown>>;

/** Every member at every depth, arrays by index. */
function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = [...path, name];
    return [here, ...pathsOf(inner, here)];
  });
}

/** A copy with another value there; undefined leaves the member out. */
function withValue(value: Json, path: readonly string[], replacement: unknown): Json {
  const copy: Record<string, unknown> = structuredClone(value);
  let parent = copy;
  for (const name of path.slice(0, -1)) {
    if (typeof parent[name] !== 'object' || parent[name] === null) return copy;
    parent = parent[name] as Record<string, unknown>;
  }
  const last = path.at(-1) ?? '';
  if (replacement === undefined) delete parent[last];
  else parent[last] = replacement;
  return copy;
}
