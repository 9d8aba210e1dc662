import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample } from '#tests/support/samples.ts';

describe('a deployment of AppConfig', () => {
  it.each([
    ['appconfig/awkward-no-names', '[good] q3k8zpa deployment ? to ? completed'],
    ['appconfig/deployment-complete', '[good] storefront deployment 18 to prod completed'],
    ['appconfig/deployment-rolled-back', '[bad] storefront deployment 18 to prod was rolled back'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([['appconfig/deployment-start', 'a deployment began']])(
    '%s is passed over: %s',
    (name, passedOver) => {
      expect(readSample(name)).toEqual({ passedOver });
    },
  );

  it('tells which configuration, and none of the parameters', () => {
    expect(detailsOf(noticeOf('appconfig/deployment-complete'))).toEqual(['Profile: features', 'Version: 6']);
  });

  it('links to nothing where it does not know the ids', () => {
    expect(noticeOf('appconfig/awkward-no-names').link).toBeUndefined();
  });
});
