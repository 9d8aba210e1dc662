import { describe, expect, it } from '@jest/globals';
import { FACT_NAMES, type Facts } from '#shared/domain/facts.ts';
import {
  decodeObservation,
  encodeObservation,
  type Observation,
  STRUCTURE,
} from '#shared/domain/observation.ts';
import { fc } from '#tests/support/property.ts';

const someFacts: fc.Arbitrary<Facts> = fc.dictionary(fc.constantFrom(...FACT_NAMES), fc.string(), {
  maxKeys: 5,
  noNullPrototype: true,
});

const observation: fc.Arbitrary<Observation> = fc
  .tuple(
    fc.record({
      state: fc.oneof(fc.constantFrom('STARTED', 'FAILED', STRUCTURE), fc.string({ minLength: 1 })),
      time: fc.nat(),
      facts: someFacts,
    }),
    fc.oneof(
      fc.constant({}),
      fc.record({ attempt: fc.integer({ min: 1, max: 1000 }) }),
      fc.record({ actionExecutionId: fc.string({ minLength: 1 }) }),
    ),
    fc.oneof(
      fc.constant({}),
      fc.record({ stage: fc.string() }),
      fc.record({ stage: fc.string(), action: fc.string() }),
    ),
  )
  .map(([base, identity, place]) => ({ ...base, ...identity, ...place }));

describe('an encoded observation', () => {
  it.each([
    ['is an array of codes without its empty tail', { state: 'STARTED', time: 7, attempt: 1 }, '["s",7,1]'],
    ['keeps a stage without a name', { state: 'FAILED', time: 7, stage: '' }, '["f",7,0,""]'],
    ['spells out a state that has no code', { state: 'PAUSED', time: 7 }, '["=PAUSED",7]'],
    ['spells out a state that reads like a code', { state: 'k', time: 7 }, '["=k",7]'],
    [
      'names facts by a letter',
      { state: 'FAILED', time: 7, facts: { author: 'A' } },
      '["f",7,0,0,0,{"a":"A"}]',
    ],
  ])('%s', (_, given, expected) => {
    expect(encodeObservation({ facts: {}, ...given })).toBe(expected);
  });

  it('decodes to what was encoded', () => {
    fc.assert(
      fc.property(observation, (given) => {
        expect(decodeObservation(encodeObservation(given))).toEqual(given);
      }),
    );
  });

  it('is the same for the same observation: a repeated event adds nothing to a set', () => {
    fc.assert(
      fc.property(observation, (given) => {
        expect(encodeObservation(structuredClone(given))).toBe(encodeObservation(given));
      }),
    );
  });
});

describe('decodeObservation', () => {
  it('passes over elements and facts that a later version appended', () => {
    const later = JSON.stringify(['s', 7, 2, 'Build', 0, { a: 'A', mood: 'good' }, 'more', {}]);

    expect(decodeObservation(later)).toEqual({
      state: 'STARTED',
      time: 7,
      attempt: 2,
      stage: 'Build',
      facts: { author: 'A' },
    });
  });

  it.each([
    ['a state', '[5,7,1]', { state: '', attempt: 1 }],
    ['a time', '["f","7",1]', { time: 0, attempt: 1 }],
    ['an identity', '["f",7,{"new":1},"Build"]', { stage: 'Build' }],
    ['a negative attempt', '["f",7,-1]', {}],
    ['a stage', '["f",7,1,{},"Test"]', { attempt: 1, action: 'Test' }],
    ['facts', '["f",7,1,"Build",0,["a"]]', { attempt: 1, stage: 'Build' }],
    ['a fact', '["f",7,1,0,0,{"a":5,"n":"v1"}]', { attempt: 1, facts: { tag: 'v1' } }],
  ])('does not stumble over %s of another type', (_, encoded, expected) => {
    expect(decodeObservation(encoded)).toEqual({ state: 'FAILED', time: 7, facts: {}, ...expected });
  });

  it('takes no fact from a prototype', () => {
    const { facts } = decodeObservation('["f",7,0,0,0,{"__proto__":{"a":"A"},"constructor":"x"}]');

    expect(facts).toEqual({});
    expect(facts.author).toBeUndefined();
  });

  it('refuses what is no observation, naming its beginning', () => {
    expect(() => decodeObservation('{"state":"FAILED"}')).toThrow('not an observation: {"state":"FAILED"}');
  });
});
