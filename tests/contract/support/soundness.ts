import { expect } from '@jest/globals';
import { announcements } from '#shared/domain/announcement.ts';
import { deriveExecution } from '#shared/domain/execution.ts';
import type { Notice } from '#shared/domain/notice.ts';
import { decodeObservation, encodeObservation, toObservation } from '#shared/domain/observation.ts';
import { type PipelineEvent, parseRecordKey, toRecordKey } from '#shared/domain/pipeline-event.ts';
import { noticeCard } from '#shared/presentation/notice-card.ts';
import type { Read } from '#shared/sources/index.ts';

const CONSOLE = /^([a-z0-9-]+\.)?console\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)$/;

/** What everything after a source relies on. */
export function assertSound(read: Read | undefined): void {
  if (read === undefined) return;
  if ('notice' in read) assertSoundNotice(read.notice);
  else if ('passedOver' in read) expect(read.passedOver).toMatch(/^[a-z][a-z ,]+$/);
  else if ('approval' in read) for (const text of Object.values(read.approval)) assertText(text, 200);
  else if ('event' in read) assertSoundEvent(read.event);
}

function assertSoundNotice(notice: Notice): void {
  const {
    title,
    id,
    source,
    account,
    region,
    resource,
    time,
    headline,
    pipeline,
    details = [],
    link,
    log,
  } = notice;
  expect(title).not.toBe('');
  expect(id).toMatch(/^[\w.:-]{1,100}$/);
  for (const text of [title, source, account, region, resource, headline, pipeline])
    assertText(text ?? 'x', 500);
  if (time !== undefined) expect(Number.isSafeInteger(time)).toBe(true);
  for (const { label, text } of details) {
    expect([label, text]).not.toContain('');
    assertText(label, 50);
    assertText(text, 500);
  }
  for (const { url } of [link, log].flatMap((one) => one ?? []))
    expect(new URL(url)).toMatchObject({ protocol: 'https:', hostname: expect.stringMatching(CONSOLE) });
  expect(() => noticeCard(notice)).not.toThrow();
}

function assertSoundEvent(event: PipelineEvent): void {
  const { execution, state, stage, action, time, attempt, actionExecutionId, facts } = event;
  for (const part of Object.values(execution)) {
    expect(part).not.toBe('');
    assertText(part, 200);
  }
  for (const part of [state, stage, action, actionExecutionId]) assertText(part ?? '', 200);
  expect(state).not.toBe('');
  expect(Number.isSafeInteger(time)).toBe(true);
  expect(attempt ?? 1).toBeGreaterThanOrEqual(1);
  expect(attempt ?? 1).toBeLessThanOrEqual(1000);
  for (const fact of Object.values(facts)) {
    expect(Buffer.byteLength(fact)).toBeLessThanOrEqual(500);
    expect(fact.isWellFormed()).toBe(true);
  }
  expect(parseRecordKey(toRecordKey(execution))).toEqual(execution);
  expect(decodeObservation(encodeObservation(toObservation(event)))).toEqual(toObservation(event));
  const derived = deriveExecution(execution, [toObservation(event)]);
  expect(announcements(derived).length).toBeLessThanOrEqual(2001);
}

/** Whole characters on one line, nothing invisible that steers a terminal or the direction of reading. */
function assertText(text: string, max: number): void {
  expect(text.isWellFormed()).toBe(true);
  expect(text.length).toBeLessThanOrEqual(max);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
}
