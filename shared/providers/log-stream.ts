import { logStreamUrl } from '#shared/domain/console.ts';
import { parseArn } from './arn.ts';
import type { ActionPlace } from './provider.ts';

/** What CodePipeline runs on its own machines is known by its log stream: `…:log-group:GROUP:log-stream:STREAM`. */
export function logStreamLink({ facts }: ActionPlace): string | undefined {
  const arn = parseArn(facts.externalId, 'logs');
  const [, group, stream] = /^log-group:([^:]+):log-stream:(.+)$/.exec(arn?.resource ?? '') ?? [];
  return arn && group && stream ? logStreamUrl(arn.region, group, stream) : undefined;
}
