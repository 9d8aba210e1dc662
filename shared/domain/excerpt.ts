import * as z from 'zod/mini';

const Lines = z.array(z.string());

/** The fact that carries log lines; whoever makes it has taken the secrets out. */
export function toExcerpt(lines: readonly string[]): string {
  return JSON.stringify(lines);
}

export function parseExcerpt(fact: string): readonly string[] {
  return Lines.parse(JSON.parse(fact));
}
