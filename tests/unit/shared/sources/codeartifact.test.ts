import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample, withDetail } from '#tests/support/samples.ts';

describe('a package of CodeArtifact', () => {
  it.each([
    ['codeartifact/awkward-no-operation', '[neutral] checkout was archived'],
    ['codeartifact/package-deleted', '[neutral] @shop/checkout 2.3.9 was deleted'],
    ['codeartifact/package-published-maven', '[good] com.example.shop:pricing 11.0.3 was published'],
    ['codeartifact/package-published', '[good] @shop/checkout 2.4.0 was published'],
    ['codeartifact/package-unlisted', '[neutral] orders 2.4.0 was unlisted'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['codeartifact/package-changed', 'the files or metadata of a version changed'],
    ['codeartifact/package-unfinished', 'a version is being published'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it('is told in whatever letters its state is', () => {
    const small = withDetail('codeartifact/package-deleted', { packageVersionState: 'deleted' });

    expect(gistOf(noticeOf(small))).toBe(gistOf(noticeOf('codeartifact/package-deleted')));
  });

  it('says where it is', () => {
    expect(detailsOf(noticeOf('codeartifact/package-published'))).toEqual([
      'Repository: example/libraries',
      'Format: npm',
    ]);
  });

  it.each(['False', false, 'false', null])(
    'is passed over when its state did not change: %j',
    (statusChanged) => {
      const changed = withDetail('codeartifact/package-changed', { changes: { statusChanged } });

      expect(() => noticeOf(changed)).toThrow('the files or metadata of a version changed');
    },
  );
});
