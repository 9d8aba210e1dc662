import type { MessageView } from '#local/slack/views.ts';
import type { SimSlack } from './sim-slack.ts';

/** What people see of a message, whenever and by however many edits it came to be. */
export interface Seen {
  readonly text: string;
  readonly blocks: unknown;
  readonly replies: readonly Seen[];
}

/** The messages of all channels, by what they are about. */
export function seenIn(slack: Pick<SimSlack, 'channels'>): readonly Seen[] {
  return slack
    .channels()
    .flatMap(({ messages }) => messages)
    .filter(({ threadTs }) => threadTs === undefined)
    .map(toSeen)
    .sort((left, right) => (left.text < right.text ? -1 : 1));
}

function toSeen({ text, blocks, replies }: MessageView): Seen {
  return { text, blocks, replies: replies.map(toSeen) };
}
