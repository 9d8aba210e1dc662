import { describe, expect, it } from '@jest/globals';
import { findText, listMembers, parseXml } from '#shared/clients/xml.ts';
import { hostileText } from '#tests/support/hostile-text.ts';
import { fc } from '#tests/support/property.ts';

describe('parseXml', () => {
  it('reads elements, their text and their order', () => {
    const root = parseXml(
      '<?xml version="1.0"?>\n<a xmlns="http://example.com/doc/"><b>one</b><c/><b x="1">two</b></a>\n',
    );

    expect(root).toEqual({
      name: 'a',
      text: '',
      children: [
        { name: 'b', text: 'one', children: [] },
        { name: 'c', text: '', children: [] },
        { name: 'b', text: 'two', children: [] },
      ],
    });
  });

  it.each([
    ['&lt;b&gt; &amp; &quot;c&quot; &apos;d&apos;', '<b> & "c" \'d\''],
    ['&#65;&#x42;&#x1F600;', 'AB😀'],
    ['&amp;lt;script&amp;gt;', '&lt;script&gt;'],
    ['&amp;#60;', '&#60;'],
    ['&#9999999;&#x110000;', '\ufffd\ufffd'],
    ['&bomb; &AMP; & &;', '&bomb; &AMP; & &;'],
  ])('decodes %j once', (text, decoded) => {
    expect(parseXml(`<a>${text}</a>`).text).toBe(decoded);
  });

  it.each([
    [''],
    ['   '],
    ['text'],
    ['{"Message": "not XML"}'],
    ['<a>'],
    ['</a>'],
    ['<a></b>'],
    ['<a><b></a></b>'],
    ['<a/><b/>'],
    ['<a/>text'],
    ['<a><b</a>'],
    ['<a>1 < 2</a>'],
    ['</a/>'],
    ['<html><body><br></body></html>'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['<a><![CDATA[<b>]]></a>'],
    ['<a><!-- b --></a>'],
    ['<a><b>cut off'],
  ])('refuses %j', (text) => {
    expect(() => parseXml(text)).toThrow(SyntaxError);
  });

  it('gives no word of what it refuses', () => {
    expect(() => parseXml('<a>canary')).toThrow('no XML at character 9 of 9');
  });

  it('is not deceived by depth or length', () => {
    const deep = 100_000;

    expect(() => parseXml('<a>'.repeat(deep))).toThrow(SyntaxError);
    expect(parseXml('<a>'.repeat(deep) + '</a>'.repeat(deep)).name).toBe('a');
    expect(() => parseXml(`<a${' '.repeat(deep)}`)).toThrow(SyntaxError);
    expect(() => parseXml(`<?${'?'.repeat(deep)}`)).toThrow(SyntaxError);
    expect(() => parseXml('<'.repeat(deep))).toThrow(SyntaxError);
  });

  it('gives every text back as it was written', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const written = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

        expect(parseXml(`<a><b>${written}</b></a>`).children[0]?.text).toBe(text);
      }),
    );
  });

  it('reads anything or refuses it', () => {
    const pieces = fc.constantFrom('<a>', '</a>', '<a/>', '<?x?>', '<!', '&lt;', ' ', 'text', '>', '<');

    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        try {
          expect(parseXml(parts.join('')).name).toBe('a');
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
  });
});

describe('an element', () => {
  const root = parseXml('<r><L><member>1</member><other/><member>2</member></L><Empty/><T>text</T></r>');

  it('tells the text of what is in it, and nothing of what is not', () => {
    expect(['T', 'Empty', 'Missing'].map((name) => findText(root, name))).toEqual([
      'text',
      undefined,
      undefined,
    ]);
  });

  it('tells the members of its lists', () => {
    expect(listMembers(root, 'L').map(({ text }) => text)).toEqual(['1', '2']);
    expect([...listMembers(root, 'Empty'), ...listMembers(root, 'Missing')]).toEqual([]);
  });
});
