import { fc } from '#tests/support/property.ts';

/** What text from outside must never turn into: mentions, links, markup, broken characters, invisible direction marks. */
export const HOSTILE_FRAGMENTS: readonly string[] = [
  '<!channel>',
  '<!here|here>',
  '<@U012AB3CD>',
  '<#C012AB3CD>',
  '<!subteam^S012AB3CD>',
  '<https://evil.example/x|click>',
  '<javascript:alert(1)|click>',
  'https://evil.example/?a=1&b=2|c>',
  '&lt;!channel&gt;',
  '&amp;',
  '&&&&&&&&&&',
  '<<<<>>>>',
  '```',
  '`',
  '*_~*',
  '|',
  '@channel @here',
  '\u202e\u2066evil\u2069',
  '\u0000\u0007\u001b[31mred\u001b[0m',
  '\ud800',
  '\udc00',
  '👩‍👩‍👧‍👦',
  '🇪🇺🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  'e\u0301\u0302\u0303',
  '\u200b\u200d\ufeff',
  '日本語テキスト',
  'שלום مرحبا',
  '\r\n\t\v\f\u2028\u2029',
  '"\\"},{"a":',
  '__proto__',
  '\uffff',
];

/** Fragments mixed with anything else, now and then very long. */
export function hostileText({ maxRepeat = 1 }: { readonly maxRepeat?: number } = {}): fc.Arbitrary<string> {
  const part = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_FRAGMENTS) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
    { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  );
  const text = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
  return fc.tuple(text, fc.integer({ min: 1, max: maxRepeat })).map(([some, times]) => some.repeat(times));
}
