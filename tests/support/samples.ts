import { readFileSync } from 'node:fs';
import type { Notice } from '#shared/domain/notice.ts';
import { type Read, readEvent } from '#shared/sources/index.ts';
import { unwrapValue } from '#shared/sources/unwrap.ts';
import { START } from './build-event.ts';

type Json = Readonly<Record<string, unknown>>;

interface Sample extends Json {
  readonly id: string;
  readonly source: string;
  readonly time: string;
  readonly resources: readonly string[];
  readonly detail: Json;
}

/** A sample of events/, by folder and name. */
export function sampleOf(name: string): Sample {
  return JSON.parse(readFileSync(`events/${name}.json`, 'utf8'));
}

export function readSample(name: string): Read {
  return readEvent(sampleOf(name), { receivedAt: START });
}

/** All that is wrapped in it. */
export function eventsOf(raw: unknown): readonly unknown[] {
  return unwrapValue(raw).map((found) => {
    if ('error' in found) throw found.error;
    return found.event;
  });
}

/** What people are told of a sample, by its name or, changed by a test, as it is. */
export function noticeOf(sample: string | Json): Notice {
  const raw = typeof sample === 'string' ? sampleOf(sample) : sample;
  const read = readEvent(raw, { receivedAt: START });
  if (!('notice' in read)) throw new Error(`no notice, but ${JSON.stringify(read)}`);
  return read.notice;
}

/** A sample with other members of its detail. */
export function withDetail(name: string, changes: Json): Json {
  const sample = sampleOf(name);
  return { ...sample, detail: { ...sample.detail, ...changes } };
}

/** `[tone] title headline`: what it comes to. */
export function gistOf({ tone, title, headline }: Notice): string {
  return `[${tone}] ${title} ${headline}`;
}

/** `label: text` of each. */
export function detailsOf({ details = [] }: Notice): readonly string[] {
  return details.map(({ label, text }) => `${label}: ${text}`);
}
