import { truncate } from '#shared/presentation/format.ts';

const MAX_ADDRESS = 1000;
const MAX_LABEL = 300;

/** Slack's three: after this, text can neither mention nor link. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** For running text: a backtick of its own would make code of what follows. */
export function escapeTo(text: string, max: number): string {
  return cutEscaped(text.replaceAll('`', "'"), max);
}

/** A link of our own making; `|` would end the address. One too long for a message is its label alone. */
export function link(url: string, label: string): string {
  const address = escapeMrkdwn(url).replaceAll('|', '%7C').replaceAll('`', '%60');
  const text = escapeTo(label.replaceAll('|', '¦'), MAX_LABEL);
  return address.length > MAX_ADDRESS ? text : `<${address}|${text}>`;
}

/** In a code block even formatting characters are only characters; the fence itself is the one thing to break up. */
export function codeBlock(text: string, max: number): string {
  return `\`\`\`\n${cutEscaped(text.replaceAll('```', "'''"), max)}\n\`\`\``;
}

/** The reader's own date and time. */
export function time(epochSeconds: number, fallback: string): string {
  return `<!date^${epochSeconds}^{date_short_pretty} {time}|${escapeMrkdwn(fallback)}>`;
}

/** Escaping lengthens, so it is cut before and fitted after: never inside an entity, never inside a character. */
function cutEscaped(text: string, max: number): string {
  let kept = truncate(text, max);
  while (escapeMrkdwn(kept).length > max)
    kept = truncate(kept, kept.length - Math.max(1, Math.ceil((escapeMrkdwn(kept).length - max) / 5)));
  return escapeMrkdwn(kept);
}
