import * as z from 'zod';
import { findBlockMistakes } from './block-rules.ts';
import { Refusal } from './refusal.ts';

const MAX_TEXT = 40_000;
const MAX_ATTACHMENTS = 100;
// Not documented; seen at 13,172 to 13,297 characters: https://github.com/slackapi/bolt-js/issues/2509
const MAX_CHARACTERS_OF_BLOCKS = 13_200;
const MAX_METADATA_BYTES = 8_000;

const JsonObject = z.record(z.string(), z.unknown());
const Attachment = z.looseObject({
  color: z.string().optional(),
  blocks: z.unknown().optional(),
  footer: z.string().max(300).optional(),
});
const Metadata = z.strictObject({ event_type: z.string().min(1), event_payload: JsonObject });

/** Fields of every method that carries a message; structured ones also come as JSON in a string, as in forms. */
export const ContentArguments = z.object({
  text: z.coerce.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  metadata: z.unknown().optional(),
});
export type ContentArguments = z.infer<typeof ContentArguments>;

type JsonObject = Readonly<Record<string, unknown>>;

export interface Content {
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
}

export interface Metadata {
  readonly event_type: string;
  readonly event_payload: JsonObject;
}

/** What is to be shown, once Slack would take it; otherwise throws the refusal that Slack would give. */
export function getContent(given: ContentArguments): Content {
  const content = {
    text: given.text ?? '',
    blocks: getList(given.blocks, 'invalid_blocks_format'),
    attachments: getList(given.attachments, 'invalid_attachments'),
  };
  if (content.text === '' && content.blocks.length === 0 && content.attachments.length === 0)
    throw new Refusal('no_text');
  if ([...content.text].length > MAX_TEXT) throw new Refusal('msg_too_long');
  if (content.attachments.length > MAX_ATTACHMENTS) throw new Refusal('too_many_attachments');

  assertBlocks([
    ...findBlockMistakes(content.blocks, '/blocks'),
    ...content.attachments.flatMap((attachment, index) => findAttachmentMistakes(attachment, index)),
  ]);
  if (countCharacters([content.blocks, content.attachments]) > MAX_CHARACTERS_OF_BLOCKS)
    throw new Refusal('msg_blocks_too_long');

  return content;
}

export function findMetadata(given: unknown): Metadata | undefined {
  const value = fromString(given, 'invalid_metadata_format');
  if (value === undefined) return undefined;

  const result = Metadata.safeParse(value);
  if (!result.success) throw new Refusal('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(result.data)) > MAX_METADATA_BYTES)
    throw new Refusal('metadata_too_large');

  return result.data;
}

function getList(given: unknown, code: string): readonly JsonObject[] {
  const result = z.array(JsonObject).safeParse(fromString(given, code) ?? []);
  if (!result.success) throw new Refusal(code);

  return result.data;
}

function fromString(given: unknown, code: string): unknown {
  if (typeof given !== 'string') return given ?? undefined;
  try {
    return JSON.parse(given);
  } catch (error) {
    throw new Refusal(code, [`[ERROR] not JSON: ${String(error)}`]);
  }
}

function findAttachmentMistakes(attachment: JsonObject, index: number): readonly string[] {
  const result = Attachment.safeParse(attachment);
  if (!result.success)
    throw new Refusal(
      'invalid_attachments',
      result.error.issues.map(({ message }) => message),
    );

  return result.data.blocks === undefined
    ? []
    : findBlockMistakes(result.data.blocks, `/attachments/${index}/blocks`);
}

function assertBlocks(mistakes: readonly string[]): void {
  if (mistakes.length > 0)
    throw new Refusal(
      'invalid_blocks',
      mistakes.map((mistake) => `[ERROR] ${mistake}`),
    );
}

/** Characters of everything that is named `text`, however deep. */
function countCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, part) => sum + countCharacters(part), 0);
  if (typeof value !== 'object' || value === null) return 0;

  return Object.entries(value).reduce(
    (sum, [key, part]) =>
      sum + (key === 'text' && typeof part === 'string' ? [...part].length : countCharacters(part)),
    0,
  );
}
