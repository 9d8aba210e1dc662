import * as z from 'zod';

/** A string counted as Slack counts it: whole characters, not UTF-16 units. */
export function characters(maximum: number, minimum = 1) {
  return z
    .string()
    .refine((value) => count(value) >= minimum, `must be more than ${minimum - 1} characters`)
    .refine((value) => count(value) <= maximum, `must be less than ${maximum + 1} characters`);
}

export function plainText(maximum: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: characters(maximum),
    emoji: z.boolean().optional(),
  });
}

export function markdownText(maximum: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: characters(maximum),
    verbatim: z.boolean().optional(),
  });
}

export function anyText(maximum: number) {
  return z.discriminatedUnion('type', [plainText(maximum), markdownText(maximum)], {
    error: 'unsupported type',
  });
}

/** An address that Slack would take: absolute, http or https (mailto in rich text). */
export function address(maximum: number) {
  return characters(maximum).refine(isAddress, 'Invalid URL');
}

function isAddress(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:', 'mailto:'].includes(new URL(value).protocol);
}

function count(value: string): number {
  return [...value].length;
}
