/** What stands under a heading, up to the next one of its level or above. */
export function sectionOf(text: string, heading: string): string {
  const level = heading.split(' ')[0]?.length ?? 0;
  const start = `\n${text}`.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`there is no heading "${heading}"`);
  const rest = text.slice(start + heading.length);
  const end = rest.search(new RegExp(`^#{1,${level}} `, 'm'));
  return end < 0 ? rest : rest.slice(0, end);
}

/** The names set as code in the headings of a level. */
export function namesInHeadings(text: string, level: number): readonly string[] {
  return [...text.matchAll(new RegExp(`^#{${level}} \`([^\`]+)\`$`, 'gm'))].map(([, name = '']) => name);
}

/** The names set as code in a column of the tables, from 0. */
export function namesInColumn(text: string, column: number): readonly string[] {
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  return rows.flatMap((row) => namesIn(row.split(/(?<!\\)\|/)[column + 1] ?? ''));
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

/** Relative links and pictures, each with the heading that it may name. */
export function linksIn(text: string): readonly { readonly path: string; readonly anchor: string }[] {
  const targets = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ path: target.split('#')[0] ?? '', anchor: target.split('#')[1] ?? '' }));
}

/** As GitHub makes them of headings. */
export function anchorsIn(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Code blocks with what stands beside their opening fence. */
export function codeBlocksIn(text: string): readonly { readonly info: string; readonly code: string }[] {
  return [...text.matchAll(/^ *```([^\n]*)\n([\s\S]*?)^ *```$/gm)].map(([, info = '', code = '']) => ({
    info,
    code,
  }));
}

function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}
