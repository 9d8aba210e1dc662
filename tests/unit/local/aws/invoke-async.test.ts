import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EmbeddedAws, startEmbeddedAws } from '#local/aws/index.ts';
import { smallTemplate, writeBundles } from './support/small-stack.ts';

const bundles = writeBundles();
const lines: string[] = [];
let aws: EmbeddedAws;

beforeAll(async () => {
  aws = await startEmbeddedAws({
    template: smallTemplate(),
    bundleDirectory: bundles.directory,
    log: (line) => lines.push(line),
  });
});

afterAll(async () => {
  await aws.stop();
  bundles.remove();
});

describe('an event that is left with a function', () => {
  it('is worked on while nobody waits', async () => {
    await aws.invokeAsync('small-test-worker', { id: 'left' });
    const before = lines.length;
    await aws.idle();

    expect(lines.slice(before)).toContain('worker: worked on left');
  });

  it('is tried again twice', async () => {
    await aws.invokeAsync('small-test-worker', { id: 'hopeless', does: 'throw' });
    await aws.idle();

    const failures = lines.filter((line) => line.startsWith('worker: invocation failed: TypeError'));
    expect(failures).toHaveLength(3);
  });

  it('is refused when there is no such function', async () => {
    const left = aws.invokeAsync('small-test-nobody', {});

    await expect(left).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Function not found: small-test-nobody',
    });
  });
});
