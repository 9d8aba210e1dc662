// A control sequence, an operating system command with its end, or what is left of either.
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence starts with ESC
const ESCAPE_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)|[(-/]?[0-~])/g;
// C0, DEL and C1 but line feed and tab; bidirectional overrides, which can make text read as what it is not.
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is the purpose
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text from outside without what only a terminal understands, what deceives, and halves of characters. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(ESCAPE_SEQUENCE, '').replace(UNSAFE, '');
}
