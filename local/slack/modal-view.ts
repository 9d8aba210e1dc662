import * as z from 'zod';
import { findBlockMistakes } from './block-rules.ts';
import { characters, plainText } from './block-texts.ts';
import { Refusal } from './refusal.ts';

const MAX_BLOCKS = 100;

const JsonObject = z.record(z.string(), z.unknown());

const View = z.looseObject({
  type: z.literal('modal'),
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  blocks: z.array(JsonObject),
  private_metadata: z.string().max(3_000).default(''),
  callback_id: characters(255, 0).default(''),
});
export type View = z.infer<typeof View>;

/** A modal once Slack would take it, with an id for every block; otherwise throws the refusal that Slack would give. */
export function getView(given: unknown): View {
  const result = View.safeParse(typeof given === 'string' ? JSON.parse(given) : given);
  if (!result.success)
    throw refuse(
      result.error.issues.map(({ message, path }) => `${message} [json-pointer:/view/${path.join('/')}]`),
    );

  const mistakes = findBlockMistakes(result.data.blocks, '/view/blocks', MAX_BLOCKS);
  if (mistakes.length > 0) throw refuse(mistakes);

  return { ...result.data, blocks: result.data.blocks.map(withIds) };
}

function refuse(mistakes: readonly string[]): Refusal {
  return new Refusal(
    'invalid_arguments',
    mistakes.map((mistake) => `[ERROR] ${mistake}`),
  );
}

/** Slack makes up the ids that the app leaves out. */
function withIds(block: Readonly<Record<string, unknown>>, index: number): Record<string, unknown> {
  const element = JsonObject.safeParse(block['element']).data;
  return {
    block_id: `block-${index}`,
    ...block,
    ...(element && { element: { action_id: `action-${index}`, ...element } }),
  };
}
