import { escapeTo, link, time } from '#shared/channels/slack/text.ts';
import type { ExecutionIdentity } from '#shared/domain/pipeline-event.ts';
import type { Silence } from '#shared/domain/silence.ts';
import type { Link } from '#shared/presentation/card.ts';
import { executionLink } from '#shared/presentation/console-link.ts';
import { formatDuration, formatTime, toLine } from '#shared/presentation/format.ts';

const MAX_NAME = 100;
const MAX_REASON = 200;
const MAX_LINES = 20;

/** How an execution stands, in few words. */
export interface Standing {
  readonly identity: ExecutionIdentity;
  /** The end of a sentence: 'is running'. */
  readonly words: string;
  readonly stage: string | undefined;
  /** Epoch seconds: since then it runs, or it ended then. */
  readonly since: number;
  readonly isOver: boolean;
  readonly silence: Silence | undefined;
}

/** A line in Slack's form, with a second one where the pipeline is silenced. */
export function statusLine(
  { identity, words, stage, since, isOver, silence }: Standing,
  now: number,
): string {
  const where = stage === undefined ? '' : ` in ${escapeTo(toLine(stage), MAX_NAME)}`;
  const age = formatDuration(now - since);
  const line = `${nameOf(identity.pipeline, executionLink(identity))} ${words}${where}, ${isOver ? `${age} ago` : `for ${age}`}`;
  return silence === undefined ? line : `${line}\n${silenceLine(silence)}`;
}

export function silenceLine({ until, by, reason }: Silence): string {
  const why = escapeTo(toLine(reason), MAX_REASON);
  return `:no_bell: silenced until ${time(until, formatTime(until))} by ${escapeTo(toLine(by), MAX_NAME)}: ${why}`;
}

/** The pipeline's name, which leads to where it can be seen. */
export function nameOf(pipeline: string, target: Link | undefined): string {
  return `*${target === undefined ? escapeTo(pipeline, MAX_NAME) : link(target.url, pipeline)}*`;
}

/** As many as a person reads. */
export function joinLines(lines: readonly string[]): string {
  const more = lines.length - MAX_LINES;
  const shown = lines.slice(0, MAX_LINES);
  return [...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}
