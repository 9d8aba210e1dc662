import type { KnownBlock } from '@slack/types';

// https://docs.slack.dev/reference/block-kit/blocks: text of a section and of an element of a context.
export const MAX_TEXT = 3000;

// `verbatim`: bare words of ours or of a commit are never turned into links or mentions.
export function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

export function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}
