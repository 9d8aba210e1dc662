import { InvalidInputError } from '#shared/errors.ts';

/** SQS takes a megabyte; an event of AWS is nested less than twenty deep. */
const MAX_CHARACTERS = 2 ** 20;
const MAX_DEPTH = 200;

/**
 * JSON from outside. What is too large or nested too deeply is refused before it is parsed: brackets alone would take
 * a hundred times their own memory.
 *
 * @throws InvalidInputError
 */
export function parseJson(text: string): unknown {
  if (text.length > MAX_CHARACTERS)
    throw new InvalidInputError(`a message has ${text.length} characters, more than ${MAX_CHARACTERS}`);
  if (isDeeperThan(MAX_DEPTH, text))
    throw new InvalidInputError(`a message is nested more than ${MAX_DEPTH} deep: no event is`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The parser's message quotes the text, which may hold a secret.
    const found = text.trim() === '' ? 'nothing' : `${text.length} characters`;
    throw new InvalidInputError(`a message is not JSON (${found}): send one EventBridge event`, {
      cause: hideText(cause),
    });
  }
}

function isDeeperThan(limit: number, text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInString) {
      if (character === '\\') index += 1;
      else isInString = character !== '"';
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

function hideText(cause: unknown): string {
  return cause instanceof Error ? cause.name : 'SyntaxError';
}
