import { describe, expect, it } from '@jest/globals';
import { FACT_NAMES, type Facts, facts, mergeFacts, toFact } from '#shared/domain/facts.ts';
import { hostileText } from '#tests/support/hostile-text.ts';
import { fc } from '#tests/support/property.ts';

const FAMILY = '👩‍👩‍👧‍👦';

describe('toFact', () => {
  it.each([
    ['keeps line feeds and tabs', 'one\n\ttwo', 'one\n\ttwo'],
    ['drops control characters', 'a\u0000b\u0008c\u007fd\u009fe', 'abcde'],
    ['drops colors of terminals whole', '\u001b[1;31mfailed\u001b[0m', 'failed'],
    ['drops marks that turn the direction of text', 'a\u202eb\u2066c\u200fd', 'abcd'],
    ['replaces half characters', 'a\ud800b\udc00c', 'a\ufffdb\ufffdc'],
    ['keeps joined emoji', FAMILY, FAMILY],
    ['trims', '  a  ', 'a'],
    ['gives nothing for nothing', '\u0000 \u202e', ''],
  ])('%s', (_, text, expected) => {
    expect(toFact(text)).toBe(expected);
  });

  it('leaves text of exactly 500 bytes alone and cuts one byte more', () => {
    expect(toFact('a'.repeat(500))).toBe('a'.repeat(500));
    expect(toFact('a'.repeat(501))).toBe(`${'a'.repeat(497)}…`);
    expect(toFact(`${'a'.repeat(499)}é`)).toBe(`${'a'.repeat(497)}…`);
  });

  it('cuts before a character that people see as one', () => {
    const cut = toFact(`${'a'.repeat(480)}${FAMILY.repeat(2)}`);

    expect(cut).toBe(`${'a'.repeat(480)}…`);
  });

  it('cuts a character that alone is too long to nothing but the mark', () => {
    expect(toFact(`e${'\u0301'.repeat(300)}`)).toBe('…');
  });

  it('gives well-formed text of at most 500 bytes for any text, and the same when repeated', () => {
    fc.assert(
      fc.property(hostileText({ maxRepeat: 40 }), (text) => {
        const fact = toFact(text);

        expect(Buffer.byteLength(fact)).toBeLessThanOrEqual(500);
        expect(fact.isWellFormed()).toBe(true);
        expect(toFact(fact)).toBe(fact);
      }),
    );
  });

  it('ends a cut only where a character ends', () => {
    const segments = (text: string) => [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 100, maxLength: 400 }), (text) => {
        const whole = text.trim();
        const fact = toFact(text);
        fc.pre(fact !== whole && fact.endsWith('…'));

        const kept = segments(fact.slice(0, -1));

        expect(kept).toEqual(segments(whole).slice(0, kept.length));
      }),
      { numRuns: 50 },
    );
  });
});

describe('facts', () => {
  it('keeps only what is there', () => {
    expect(facts({ commit: undefined, author: '', subject: ' Fix it ', branch: '\u0000' })).toEqual({
      subject: 'Fix it',
    });
  });

  it('leaves out an address that would have to be cut, for it would lead elsewhere', () => {
    const fits = `https://example.com/${'a'.repeat(480)}`;

    expect(facts({ url: fits })).toEqual({ url: fits });
    expect(facts({ url: `${fits}a` })).toEqual({});
  });

  it('never cuts the names of stages', () => {
    const stages = JSON.stringify(Array.from({ length: 50 }, (_, index) => `${'s'.repeat(90)}${index}`));

    expect(facts({ stages })).toEqual({ stages });
  });
});

const someFacts: fc.Arbitrary<Facts> = fc.dictionary(
  fc.constantFrom(...FACT_NAMES),
  fc.constantFrom('a', 'b', 'ab', 'B'),
  { maxKeys: 4, noNullPrototype: true },
);
const dated = fc.record({ time: fc.integer({ min: 0, max: 3 }), facts: someFacts });

describe('mergeFacts', () => {
  it('takes per field what is there, then the later, then the larger', () => {
    const merged = mergeFacts([
      { time: 1, facts: { author: 'A', subject: 'first', branch: 'a' } },
      { time: 2, facts: { subject: 'second', branch: 'b' } },
      { time: 2, facts: { branch: 'c' } },
    ]);

    expect(merged).toEqual({ author: 'A', subject: 'second', branch: 'c' });
  });

  it('does not depend on order or repetition', () => {
    fc.assert(
      fc.property(fc.array(dated, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (list, random) => {
        const keys = [...random.take(list.length * 2)];
        const shuffled = [...list, ...list]
          .map((entry, index) => [keys[index] ?? 0, entry] as const)
          .sort(([a], [b]) => a - b)
          .map(([, entry]) => entry);

        expect(mergeFacts(shuffled)).toEqual(mergeFacts(list));
      }),
    );
  });

  it('gives the same merged in parts, where a part keeps its time', () => {
    fc.assert(
      fc.property(
        fc.array(someFacts, { maxLength: 5 }),
        fc.array(someFacts, { maxLength: 5 }),
        fc.nat(3),
        (left, right, time) => {
          const at = (list: readonly Facts[]) => list.map((given) => ({ time, facts: given }));
          const inParts = mergeFacts(at([mergeFacts(at(left)), mergeFacts(at(right))]));

          expect(inParts).toEqual(mergeFacts(at([...left, ...right])));
        },
      ),
    );
  });
});
