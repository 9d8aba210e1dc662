import { truncate } from '#shared/presentation/format.ts';

/** Slack's three: after this, text can neither mention nor link. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escaping lengthens, so it is cut before and fitted after: never inside an entity, never inside a character. */
export function escapeTo(text: string, max: number): string {
  let kept = truncate(text, max);
  while (escapeMrkdwn(kept).length > max)
    kept = truncate(kept, kept.length - Math.max(1, Math.ceil((escapeMrkdwn(kept).length - max) / 5)));
  return escapeMrkdwn(kept);
}

/** A link of our own making; `|` would end the address. */
export function link(url: string, label: string): string {
  return `<${escapeMrkdwn(url).replaceAll('|', '%7C')}|${escapeMrkdwn(label).replaceAll('|', '¦')}>`;
}

/** In a code block even formatting characters are only characters; the fence itself is the one thing to break up. */
export function codeBlock(text: string, max: number): string {
  return `\`\`\`\n${escapeTo(text.replaceAll('```', "'''"), max)}\n\`\`\``;
}

/** The reader's own date and time. */
export function time(epochSeconds: number, fallback: string): string {
  return `<!date^${epochSeconds}^{date_short_pretty} {time}|${escapeMrkdwn(fallback)}>`;
}
