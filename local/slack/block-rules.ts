import * as z from 'zod';
import { Accessory, ActionElement, Image, InputElement } from './block-elements.ts';
import { address, anyText, characters, markdownText, plainText } from './block-texts.ts';
import { RichTextPart } from './rich-text.ts';

/** Limits: https://docs.slack.dev/reference/block-kit/blocks */
const block = { block_id: characters(255).optional() };

const Section = z
  .strictObject({
    type: z.literal('section'),
    ...block,
    text: anyText(3_000).optional(),
    fields: z.array(anyText(2_000)).min(1).max(10).optional(),
    accessory: Accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(
    ({ text, fields }) => text !== undefined || fields !== undefined,
    'must define either text or fields',
  );

const ContextElement = z.discriminatedUnion('type', [plainText(3_000), markdownText(3_000), Image], {
  error: 'unsupported type',
});

const TableCell = z.union([
  z.strictObject({ type: z.literal('raw_text'), text: z.string() }),
  z.strictObject({ type: z.literal('rich_text'), elements: z.array(RichTextPart) }),
]);

const Block = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('header'), ...block, text: plainText(150), level: z.int().optional() }),
    Section,
    z.strictObject({
      type: z.literal('context'),
      ...block,
      elements: z.array(ContextElement).min(1).max(10),
    }),
    z.strictObject({ type: z.literal('divider'), ...block }),
    z.strictObject({ type: z.literal('actions'), ...block, elements: z.array(ActionElement).min(1).max(25) }),
    z.strictObject({
      type: z.literal('image'),
      ...block,
      image_url: address(3_000),
      alt_text: characters(2_000),
      title: plainText(2_000).optional(),
    }),
    z.strictObject({ type: z.literal('rich_text'), ...block, elements: z.array(RichTextPart) }),
    z.strictObject({ type: z.literal('markdown'), ...block, text: characters(12_000) }),
    z.strictObject({
      type: z.literal('table'),
      ...block,
      rows: z.array(z.array(TableCell).min(1).max(20)).min(1).max(100),
      column_settings: z.array(z.looseObject({})).max(20).optional(),
    }),
    z.strictObject({
      type: z.literal('input'),
      ...block,
      label: plainText(2_000),
      element: InputElement,
      hint: plainText(2_000).optional(),
      optional: z.boolean().optional(),
      dispatch_action: z.boolean().optional(),
    }),
  ],
  { error: 'unsupported type' },
);

const Identified = z.object({
  block_id: z.string().optional(),
  elements: z.array(z.object({ action_id: z.string().optional() })).optional(),
});

/** What Slack says of blocks that it refuses, in its words; nothing when it takes them. */
export function findBlockMistakes(blocks: unknown, pointer: string, maximum = 50): readonly string[] {
  const result = z.array(Block).max(maximum).safeParse(blocks);
  if (!result.success) return result.error.issues.map((issue) => explain(issue, pointer));

  return findRepeatedIds(result.data, pointer);
}

function explain(issue: z.core.$ZodIssue, pointer: string): string {
  const path = [pointer, ...issue.path.map(String)].join('/');
  if (issue.code === 'unrecognized_keys')
    return `invalid additional property: ${issue.keys.join(', ')} [json-pointer:${path}]`;
  if (issue.code === 'too_big' && issue.origin === 'array')
    return `no more than ${issue.maximum} items allowed [json-pointer:${path}]`;

  return `${issue.message} [json-pointer:${path}]`;
}

function findRepeatedIds(blocks: readonly unknown[], pointer: string): readonly string[] {
  const identified = blocks.map((value) => Identified.safeParse(value).data ?? {});
  const repeatedBlocks = findRepeated(identified.map(({ block_id }) => block_id)).map(
    (id) => `\`block_id\` already exists: ${id} [json-pointer:${pointer}]`,
  );
  const repeatedActions = identified.flatMap(({ elements = [] }, index) =>
    findRepeated(elements.map(({ action_id }) => action_id)).map(
      (id) => `\`action_id\` already exists: ${id} [json-pointer:${pointer}/${index}/elements]`,
    ),
  );
  return [...repeatedBlocks, ...repeatedActions];
}

function findRepeated(ids: readonly (string | undefined)[]): readonly string[] {
  return ids
    .filter((id, index) => id !== undefined && ids.indexOf(id) < index)
    .filter((id) => id !== undefined);
}
