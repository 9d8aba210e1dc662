import { describe, expect, it } from '@jest/globals';
import { Envelope } from '#shared/sources/source.ts';
import { path, toNotice } from '#shared/sources/to-notice.ts';
import { hostileText } from '#tests/support/hostile-text.ts';
import { fc } from '#tests/support/property.ts';

const ENVELOPE = Envelope.parse({ id: 'e-1', source: 'aws.ecr', 'detail-type': 'ECR', region: 'eu-west-1' });
const TOLD = { service: 'ecr', title: 'shop', headline: 'was pushed', tone: 'good' } as const;

describe('path', () => {
  it('encodes every value, but for its slashes', () => {
    expect(path`a/${'x y&z=1#'}?b=${'team/app'}`).toBe('a/x%20y%26z%3D1%23?b=team/app');
  });

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['would have to be cut', 'x'.repeat(501)],
    ['would have to be cleaned', 'a\u202eb'],
    ['holds a secret', 'password=hunter2'],
    ['steps out of its place', 'shop/../../signout'],
    ['is a step out of its place', '..'],
    ['stays where it is', '.'],
  ])('is none where a value %s', (_, value) => {
    expect(path`a/${value}/b`).toBeUndefined();
  });

  it('never leads elsewhere, whatever the values are', () => {
    fc.assert(
      fc.property(hostileText({ maxRepeat: 3 }), (text) => {
        const found = path`projects/${text}/build?region=${'eu-west-1'}`;
        if (found === undefined) return;

        const { origin, pathname, hash } = new URL(found, 'https://console.example/');

        expect([origin, hash]).toEqual(['https://console.example', '']);
        expect(pathname).toMatch(/^\/projects\/.*\/build$/);
      }),
    );
  });
});

describe('toNotice', () => {
  it('cleans every text and leaves out what is empty', () => {
    const notice = toNotice(ENVELOPE, {
      ...TOLD,
      title: 'shop\u202e',
      headline: 'has token=abcdef',
      pipeline: '\u0000',
      details: { Tag: ' 1.8.0 ', Digest: undefined, Note: '\u0007' },
    });

    expect(notice).toMatchObject({
      title: 'shop',
      headline: 'has token=[redacted]',
      details: [{ label: 'Tag', text: '1.8.0' }],
    });
    expect(notice).not.toHaveProperty('pipeline');
    expect(notice).not.toHaveProperty('link');
  });

  it('is named by the kind of the event where nothing else names it', () => {
    expect(toNotice(ENVELOPE, { ...TOLD, title: undefined }).title).toBe('ECR');
    expect(toNotice(ENVELOPE, { ...TOLD, title: '\u0000' }).title).toBe('ECR');
  });

  it.each([
    ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/a'],
    ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/a'],
    ['evil.example/', undefined],
    [undefined, undefined],
  ])('links into the console of Region %s, if that is one', (region, url) => {
    const notice = toNotice({ ...ENVELOPE, region }, { ...TOLD, page: { label: 'Open', path: 'a' } });

    expect(notice.link?.url).toBe(url);
  });
});
