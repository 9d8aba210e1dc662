import { describe, expect, it } from '@jest/globals';
import { Cleanup } from '#local/cleanup.ts';

describe('Cleanup', () => {
  it('undoes the last first, one after the other, and once', async () => {
    const undone: string[] = [];
    const cleanup = new Cleanup();
    cleanup.add(() => undone.push('first'));
    cleanup.add(async () => {
      await Promise.resolve();
      undone.push('second');
    });

    await cleanup.run();
    await cleanup.run();

    expect(undone).toEqual(['second', 'first']);
  });
});
