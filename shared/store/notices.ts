import * as z from 'zod/mini';
import { NOTICE_TONES, type Notice, SERVICES, toNoticeKey } from '#shared/domain/notice.ts';
import { RECORD_LIFETIME_SECONDS } from './executions.ts';
import type { Item, Table } from './table.ts';

const Link = z.optional(z.object({ label: z.string(), url: z.string() }));
const Stored = z.object({
  kind: z.literal('notice'),
  id: z.string(),
  title: z.string(),
  source: z.optional(z.string()),
  account: z.optional(z.string()),
  region: z.optional(z.string()),
  resource: z.optional(z.string()),
  time: z.optional(z.number()),
  headline: z.optional(z.string()),
  tone: z.optional(z.enum(NOTICE_TONES)),
  pipeline: z.optional(z.string()),
  // A later version may know more of them than this one.
  service: z.catch(z.optional(z.enum(SERVICES)), undefined),
  details: z.optional(z.array(z.object({ label: z.string(), text: z.string() }))),
  link: Link,
  log: Link,
  to: z.optional(z.array(z.string())),
});

/** Written without a condition: a repeated event gives the same notice. */
export async function saveNotice(table: Table, notice: Notice, now: number): Promise<string> {
  const key = toNoticeKey(notice.id);
  await table.add(key, {
    strings: { schema: '1', notice: JSON.stringify(notice) },
    numbers: { expires: now + RECORD_LIFETIME_SECONDS },
  });
  return key;
}

export function noticeIn(item: Item | undefined): Notice | undefined {
  const stored = item?.strings.get('notice');
  if (stored === undefined) return undefined;
  const { source, account, region, resource, time, ...rest } = Stored.parse(JSON.parse(stored));
  const { headline, tone, pipeline, service, details, link, log, to, kind, id, title } = rest;
  return {
    ...{ kind, id, title, source, account, region, resource, time },
    ...(headline !== undefined && { headline }),
    ...(tone !== undefined && { tone }),
    ...(pipeline !== undefined && { pipeline }),
    ...(service !== undefined && { service }),
    ...(details !== undefined && { details }),
    ...(link !== undefined && { link }),
    ...(log !== undefined && { log }),
    ...(to !== undefined && { to }),
  };
}
