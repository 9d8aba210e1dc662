// In this order: whatever begins first is taken whole, so that a quote in a comment begins nothing.
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/.source;
const TEXT = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/.source;
const PATTERN = /(?<=[=(,:!&|?[{};]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*/
  .source;
const PROSE = new RegExp(`${COMMENT}|${TEXT}|${PATTERN}`, 'g');
const RENAMING = /^(?:import|export) (?:type )?[*{][^;]*;/gm;

/** Code without comments, texts, regular expressions and renaming imports; every line keeps its number. */
export function toBareCode(text: string): string {
  return text.replace(PROSE, blank).replace(RENAMING, blank);
}

function blank(found: string): string {
  return found.replace(/[^\n]/g, ' ');
}
