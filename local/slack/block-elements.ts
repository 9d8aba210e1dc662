import * as z from 'zod';
import { address, anyText, characters, plainText } from './block-texts.ts';

const MAX_ID = 255;
const ButtonStyle = z.enum(['primary', 'danger']);

const Confirmation = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: ButtonStyle.optional(),
});

const Option = z.strictObject({
  text: anyText(75),
  value: characters(150),
  description: anyText(75).optional(),
  url: address(3_000).optional(),
});

const interactive = { action_id: characters(MAX_ID).optional(), confirm: Confirmation.optional() };
const placeholder = { placeholder: plainText(150).optional(), focus_on_load: z.boolean().optional() };

const Button = z.strictObject({
  type: z.literal('button'),
  ...interactive,
  text: plainText(75),
  url: address(3_000).optional(),
  value: characters(2_000).optional(),
  style: ButtonStyle.optional(),
  accessibility_label: characters(75).optional(),
});

const Overflow = z.strictObject({
  type: z.literal('overflow'),
  ...interactive,
  options: z.array(Option).min(1).max(5),
});

const StaticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...interactive,
  ...placeholder,
  options: z.array(Option).min(1).max(100).optional(),
  option_groups: z
    .array(z.strictObject({ label: plainText(75), options: z.array(Option).min(1).max(100) }))
    .min(1)
    .max(100)
    .optional(),
  initial_option: Option.optional(),
});

const UsersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...interactive,
  ...placeholder,
  initial_user: z.string().optional(),
});

const Checkboxes = z.strictObject({
  type: z.enum(['checkboxes', 'radio_buttons']),
  ...interactive,
  focus_on_load: z.boolean().optional(),
  options: z.array(Option).min(1).max(10),
  initial_options: z.array(Option).max(10).optional(),
  initial_option: Option.optional(),
});

const PlainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...placeholder,
  action_id: characters(MAX_ID).optional(),
  initial_value: z.string().optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3_000).optional(),
  max_length: z.int().min(1).max(3_000).optional(),
  dispatch_action_config: z.looseObject({}).optional(),
});

export const Image = z.strictObject({
  type: z.literal('image'),
  image_url: address(3_000),
  alt_text: characters(2_000),
});

export const Accessory = z.discriminatedUnion(
  'type',
  [Button, Overflow, StaticSelect, UsersSelect, Checkboxes, Image],
  { error: 'unsupported type' },
);

export const ActionElement = z.discriminatedUnion(
  'type',
  [Button, Overflow, StaticSelect, UsersSelect, Checkboxes],
  { error: 'unsupported type' },
);

export const InputElement = z.discriminatedUnion(
  'type',
  [PlainTextInput, StaticSelect, UsersSelect, Checkboxes],
  { error: 'unsupported type' },
);
