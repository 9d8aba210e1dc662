import * as z from 'zod';
import type { View } from '../modal-view.ts';
import { NotPossible } from '../refusal.ts';
import { REQUIRED } from './words.ts';

const Option = z.looseObject({ value: z.string() });
const Element = z.looseObject({
  type: z.string(),
  action_id: z.string(),
  min_length: z.number().default(0),
  max_length: z.number().default(3_000),
  options: z.array(Option).default([]),
  option_groups: z.array(z.object({ options: z.array(Option) })).default([]),
  initial_value: z.string().optional(),
  initial_option: Option.optional(),
  initial_user: z.string().optional(),
});
type Element = z.infer<typeof Element>;

const Input = z.object({
  type: z.literal('input'),
  block_id: z.string(),
  optional: z.boolean().default(false),
  element: Element,
});
type Input = z.infer<typeof Input>;

/** By block: text, or the value of an option. What is left out stays as the modal has it. */
export type Values = Readonly<Record<string, string>>;

/** What Slack says of inputs before it sends them; nothing when they are well. */
export function findInputErrors({ blocks }: View, values: Values): Readonly<Record<string, string>> {
  return Object.fromEntries(
    toInputs(blocks).flatMap((input) => {
      const error = findError(input, givenTo(input, values));
      return error === undefined ? [] : [[input.block_id, error]];
    }),
  );
}

/** `view.state.values` of a submission. */
export function toStateValues({ blocks }: View, values: Values): Readonly<Record<string, object>> {
  return Object.fromEntries(
    toInputs(blocks).map((input) => {
      const { type, action_id } = input.element;
      const state = { type, ...toState(input.element, givenTo(input, values)) };
      return [input.block_id, { [action_id]: state }];
    }),
  );
}

export function isInput({ blocks }: View, blockId: string): boolean {
  return toInputs(blocks).some(({ block_id }) => block_id === blockId);
}

function toInputs(blocks: View['blocks']): readonly Input[] {
  return blocks.flatMap((block) => Input.safeParse(block).data ?? []);
}

function givenTo({ block_id, element }: Input, values: Values): string {
  const { initial_value, initial_option, initial_user } = element;
  return values[block_id] ?? initial_value ?? initial_option?.value ?? initial_user ?? '';
}

function findError({ optional, element }: Input, value: string): string | undefined {
  const length = [...value].length;
  if (length === 0) return optional ? undefined : REQUIRED;
  if (element.type !== 'plain_text_input') return undefined;
  if (length > element.max_length) return `Please use at most ${element.max_length} characters.`;

  return length < element.min_length ? `Please use at least ${element.min_length} characters.` : undefined;
}

function toState(element: Element, value: string): object {
  if (element.type === 'plain_text_input') return { value: value === '' ? null : value };
  if (element.type === 'users_select') return { selected_user: value === '' ? null : value };

  return { selected_option: value === '' ? null : getOption(element, value) };
}

function getOption({ options, option_groups }: Element, value: string): object {
  const all = [...options, ...option_groups.flatMap((group) => group.options)];
  const option = all.find((known) => known.value === value);
  if (!option) throw new NotPossible(`There is no option "${value}".`);

  return option;
}
