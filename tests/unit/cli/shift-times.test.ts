import { describe, expect, it } from '@jest/globals';
import { shiftTimes } from '#cli/shift-times.ts';

const NOW = Date.parse('2026-03-04T12:00:00Z');

describe('shiftTimes', () => {
  it('brings the newest to the present and keeps the gaps', () => {
    const events = [
      { time: '2025-01-01T00:00:00Z', detail: { 'start-time': '2024-12-31T23:59:59.250Z' } },
      { time: '2025-01-01T00:01:00Z', detail: { state: 'FAILED' } },
    ];

    const shifted = shiftTimes(events, NOW);

    expect(shifted).toEqual([
      { time: '2026-03-04T11:59:00Z', detail: { 'start-time': '2026-03-04T11:58:59.250Z' } },
      { time: '2026-03-04T12:00:00Z', detail: { state: 'FAILED' } },
    ]);
  });

  it('reaches into what a topic wrapped', () => {
    const message = JSON.stringify({ time: '2025-01-01T00:00:00Z', detail: {} });

    const shifted = shiftTimes([{ Type: 'Notification', Message: message }], NOW);

    expect(shifted).toEqual([
      { Type: 'Notification', Message: JSON.stringify({ time: '2026-03-04T12:00:00Z', detail: {} }) },
    ]);
  });

  it('reaches into what the command line prints of a queue', () => {
    const body = JSON.stringify({ time: '2025-01-01T00:00:00Z', detail: {} });

    const shifted = shiftTimes([{ Messages: [{ MessageId: 'm', Body: body }] }], NOW);

    expect(shifted).toEqual([
      { Messages: [{ MessageId: 'm', Body: JSON.stringify({ time: '2026-03-04T12:00:00Z', detail: {} }) }] },
    ]);
  });

  it.each([
    ['plain text in an envelope', { Message: 'hello' }],
    ['a time that is none', { time: 'soon' }],
    ['a number in text', { time: '1' }],
    ['no time at all', { detail: { pipeline: 'p' } }],
    ['something that is no event', 'text'],
  ])('leaves alone %s', (_, message) => {
    expect(shiftTimes([message], NOW)).toEqual([message]);
  });
});
