import { describe, expect, it } from '@jest/globals';
import { detailsOf, gistOf, noticeOf, readSample, withDetail } from '#tests/support/samples.ts';

describe('an execution of a state machine', () => {
  it.each([
    ['step-functions/aborted', '[stopped] settle-orders was aborted'],
    ['step-functions/awkward-older-shape', '[bad] Step Functions Execution Status Change failed'],
    ['step-functions/failed-by-its-input', '[bad] settle-orders failed: States.Runtime'],
    ['step-functions/failed-in-lambda', '[bad] settle-orders failed: TypeError'],
    ['step-functions/failed', '[bad] settle-orders failed: OrderNotFound'],
    ['step-functions/timed-out', '[bad] settle-orders timed out'],
  ])('%s is told as %s', (name, gist) => {
    expect(gistOf(noticeOf(name))).toBe(gist);
  });

  it.each([
    ['step-functions/running', 'an execution does its work'],
    ['step-functions/succeeded', 'an execution does its work'],
  ])('%s is passed over: %s', (name, passedOver) => {
    expect(readSample(name)).toEqual({ passedOver });
  });

  it('is told in whatever letters its status is', () => {
    const small = withDetail('step-functions/failed', { status: 'failed' });

    expect(gistOf(noticeOf(small))).toBe('[bad] settle-orders failed: OrderNotFound');
  });

  it.each([
    ['failed', 'No order has this number'],
    ['failed-in-lambda', "Cannot read properties of undefined (reading 'price')"],
    ['failed-by-its-input', "The JSONPath '$.order' specified for the field 'order.$' could not be found"],
  ])('that %s tells why, without its input', (name, why) => {
    expect(detailsOf(noticeOf(`step-functions/${name}`))[0]).toBe(`Why: ${why}`);
  });

  it.each([
    ['what a service answered', '{"Cluster":"prod","Overrides":{"Environment":[{"Value":"canary"}]}}'],
    ['JSON that is cut off', '{"errorMessage":"canary'],
    ['a list', '["canary"]'],
    ['an input in text', 'Invalid path in the input "canary"'],
    ['parameters in text', 'The Parameters \'{"a":"canary"}\' could not be used'],
  ])('tells nothing of %s', (_, cause) => {
    expect(JSON.stringify(noticeOf(withDetail('step-functions/failed', { cause })))).not.toContain('canary');
  });
});
