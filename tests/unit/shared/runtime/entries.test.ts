import { describe, expect, it } from '@jest/globals';
import { DeliveryEntry, EnrichmentEntry, parseEntry } from '#shared/runtime/entries.ts';

describe('parseEntry', () => {
  it('reads entries, and passes over what a later version added', () => {
    const body = '{"destination":"chat","record":"execution/1","settled":true,"later":1}';

    expect(parseEntry(DeliveryEntry, body)).toEqual({
      destination: 'chat',
      record: 'execution/1',
      settled: true,
    });
    expect(parseEntry(EnrichmentEntry, body)).toEqual({ record: 'execution/1', settled: true });
  });

  it.each([
    '',
    'text',
    'null',
    '[]',
    '{}',
    '{"destination":"chat"}',
    '{"destination":5,"record":"r"}',
    '{"destination":"a","record":"r","settled":"yes"}',
  ])('refuses %j as input that is not valid', (body) => {
    expect(() => parseEntry(DeliveryEntry, body)).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        message: expect.stringContaining('a queue entry must be JSON'),
      }),
    );
  });
});
