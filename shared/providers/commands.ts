import { buildReason } from './build-words.ts';
import { logStreamLink } from './log-stream.ts';
import type { Provider } from './provider.ts';

/** Shell commands without a build project. Its events hold no page. */
export const commands: Provider = {
  id: 'Compute/Commands',
  label: 'Commands',
  link: logStreamLink,
  reason: buildReason,
};
