import * as z from 'zod';
import { address } from './block-texts.ts';

const Style = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  code: z.boolean().optional(),
  underline: z.boolean().optional(),
});
const style = { style: Style.optional() };

const Inline = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('text'), text: z.string().min(1), ...style }),
    z.strictObject({
      type: z.literal('link'),
      url: address(3_000),
      text: z.string().optional(),
      unsafe: z.boolean().optional(),
      ...style,
    }),
    z.strictObject({
      type: z.literal('emoji'),
      name: z.string().min(1),
      unicode: z.string().optional(),
      ...style,
    }),
    z.strictObject({ type: z.literal('user'), user_id: z.string().min(1), ...style }),
    z.strictObject({ type: z.literal('channel'), channel_id: z.string().min(1), ...style }),
    z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string().min(1), ...style }),
    z.strictObject({
      type: z.literal('broadcast'),
      range: z.enum(['here', 'channel', 'everyone']),
      ...style,
    }),
    z.strictObject({
      type: z.literal('date'),
      timestamp: z.int(),
      format: z.string().min(1),
      url: address(3_000).optional(),
      fallback: z.string().optional(),
      ...style,
    }),
  ],
  { error: 'unsupported type' },
);

const border = { border: z.int().min(0).max(1).optional() };
const Section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(Inline) });

export const RichTextPart = z.discriminatedUnion(
  'type',
  [
    Section,
    z.strictObject({
      type: z.literal('rich_text_list'),
      style: z.enum(['bullet', 'ordered']),
      elements: z.array(Section),
      indent: z.int().min(0).max(8).optional(),
      offset: z.int().min(0).optional(),
      ...border,
    }),
    z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(Inline), ...border }),
    z.strictObject({
      type: z.literal('rich_text_preformatted'),
      elements: z.array(Inline),
      language: z.string().optional(),
      ...border,
    }),
  ],
  { error: 'unsupported type' },
);
