import type * as z from 'zod/mini';
import { logStreamUrl } from '#shared/domain/console.ts';
import { isConsoleHost } from '#shared/domain/partition.ts';
import { part, Text } from './source.ts';
import { isWhole } from './to-notice.ts';

export const Log = part({ 'group-name': Text, 'stream-name': Text, 'deep-link': Text });

/** Its page in the console, made of its names; without them, as the event links it. */
export function logPage(region: string, log: z.infer<typeof Log>): string | undefined {
  const { 'group-name': group, 'stream-name': stream, 'deep-link': link } = log;
  if (isWhole(group) && isWhole(stream)) return logStreamUrl(region, group, stream);
  return isWhole(link) && isPage(link) ? link : undefined;
}

/** Before there is a stream, CodeBuild links to `group=null;stream=null`. */
function isPage(url: string): boolean {
  if (!URL.canParse(url) || url.includes('=null')) return false;
  const { hostname } = new URL(url);
  return isConsoleHost(hostname) && url.startsWith(`https://${hostname}/`);
}
