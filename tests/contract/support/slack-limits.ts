import * as z from 'zod';

/** `<…>` in a text, as Slack reads it. */
export interface SlackToken {
  readonly kind: 'link' | 'date' | 'mention';
  readonly target: string;
  readonly label: string;
}

// https://docs.slack.dev/reference/block-kit/blocks
const MAX_BLOCKS = 50;
const MAX_BLOCK_TEXT = 3000;
const MAX_TEXT = 4000;

const Mrkdwn = z.strictObject({
  type: z.literal('mrkdwn'),
  text: z.string().min(1).max(MAX_BLOCK_TEXT),
  // Without it Slack would look for names and addresses in the words.
  verbatim: z.literal(true),
});
/** Text in which nothing is markup: an element of another type could mention or link. */
const Preformatted = z.strictObject({
  type: z.literal('rich_text_preformatted'),
  elements: z
    .array(z.strictObject({ type: z.literal('text'), text: z.string().min(1).max(MAX_BLOCK_TEXT) }))
    .length(1),
});
const Block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('section'), text: Mrkdwn }),
  z.strictObject({ type: z.literal('context'), elements: z.array(Mrkdwn).min(1).max(10) }),
  z.strictObject({ type: z.literal('rich_text'), elements: z.array(Preformatted).length(1) }),
]);
const Payload = z.strictObject({
  text: z.string().min(1).max(MAX_TEXT),
  blocks: z.array(Block).min(1).max(MAX_BLOCKS),
  channel: z.string().optional(),
  reply_broadcast: z.literal(true).optional(),
});

/** What Slack, or a reader, would hold against a payload. */
export function slackViolations(payload: unknown): readonly string[] {
  const parsed = Payload.safeParse(payload);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return [
    ...slackTexts(payload).flatMap(textViolations),
    ...plainTexts(parsed.data.blocks).flatMap(characterViolations),
  ];
}

/** Every text of a payload that Slack reads as markup. */
export function slackTexts(payload: unknown): readonly string[] {
  const { text, blocks } = Payload.parse(payload);
  const inBlocks = blocks.flatMap((block) => {
    if (block.type === 'section') return block.text.text;
    return block.type === 'context' ? block.elements.map((element) => element.text) : [];
  });
  return [text, ...inBlocks];
}

/** Every text that Slack shows as it is. */
function plainTexts(blocks: z.infer<typeof Payload>['blocks']): readonly string[] {
  return blocks.flatMap((block) =>
    block.type === 'rich_text'
      ? block.elements.flatMap(({ elements }) => elements.map((element) => element.text))
      : [],
  );
}

export function slackTokens(text: string): readonly SlackToken[] {
  return [...text.matchAll(/<([^>]*)>/g)].map(([, inner = '']) => {
    const [target = '', label = ''] = inner.split('|', 2);
    const kind = target.startsWith('!date^') ? 'date' : /^[@#!]/.test(target) ? 'mention' : 'link';
    return { kind, target, label };
  });
}

function textViolations(text: string): readonly string[] {
  const rest = text.replace(/<[^<>]*>/g, '').replace(/&(amp|lt|gt);/g, '');
  const fences = text.split('```').length - 1;
  return [
    ...characterViolations(text),
    ...(/[&<>]/.test(rest) ? [`an unescaped ${/[&<>]/.exec(rest)?.[0]}`] : []),
    ...(fences === 0 || fences === 2 ? [] : [`${fences} fences`]),
    ...slackTokens(text).flatMap(tokenViolations),
  ];
}

function characterViolations(text: string): readonly string[] {
  return [
    ...(text.isWellFormed() ? [] : ['half a character']),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
    ...(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/.test(text) ? ['control characters'] : []),
  ];
}

function tokenViolations({ kind, target, label }: SlackToken): readonly string[] {
  if (kind === 'mention') return [`a mention: ${target}`];
  if (kind === 'date')
    return /^!date\^\d{1,13}\^\{date_short_pretty\} \{time\}$/.test(target) ? [] : [`a date: ${target}`];
  if (!/^https:\/\/[^\s|<>]+$/.test(target)) return [`an address: ${target}`];
  return label === '' || /[|\n]/.test(label) ? [`a label: ${label}`] : [];
}
