import { describe, expect, it } from '@jest/globals';
import { watch } from '#local/console/watch.ts';

describe('watch', () => {
  it('looks after something happened, and tells when it finds something new', async () => {
    const changed = Promise.withResolvers<void>();
    const watched = watch({ look: async () => ['object'], changed: changed.resolve, report: changed.reject });

    watched.wake();
    await changed.promise;
    watched.stop();

    expect(watched.found()).toEqual(['object']);
  });

  it('reports what it could not look at, and keeps what it knew', async () => {
    const reported = Promise.withResolvers<unknown>();
    const look = async () => {
      throw new Error('no such bucket');
    };
    const watched = watch({ look, changed: () => undefined, report: reported.resolve });

    watched.wake();
    const error = await reported.promise;
    watched.stop();

    expect(error).toEqual(new Error('no such bucket'));
    expect(watched.found()).toEqual([]);
  });
});
