import { cpus } from 'node:os';
import { type Figure, type Section, verdictOf } from './figure.ts';

export interface Run {
  readonly sections: readonly Section[];
  readonly runs: number;
  readonly seconds: number;
}

/** docs/performance.md. */
export function performancePage({ sections, runs, seconds }: Run): string {
  const figures = sections.flatMap((section) => section.figures);
  const judged = figures.filter(({ met }) => met !== undefined);
  const met = judged.filter((figure) => figure.met === true).length;
  return `# Performance

Written by \`npm run bench\`. Each figure stands beside its target; what depends on the machine is a ratio to a handler that does nothing, started in turn with it, or CPU time. ${met} of ${judged.length} targets are met.

Measured on ${machine()}, ${runs} rounds, in ${Math.round(seconds)} s. Milliseconds are of that machine, ratios and counts carry over.

${sections.map(toMarkdown).join('\n\n')}
`;
}

/** The same for a terminal. */
export function terminalTable(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ figures }) => figures.map(toCells));
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return sections
    .map(({ title, figures }) => [title, ...figures.map((figure) => `  ${line(toCells(figure))}`)].join('\n'))
    .join('\n\n');
}

function toMarkdown({ title, about, figures }: Section): string {
  const rows = figures.map((figure) => `| ${toCells(figure).join(' | ')} |`);
  return [
    `## ${title}`,
    '',
    about,
    '',
    '| figure | target | measured | |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function toCells(figure: Figure): readonly [string, string, string, string] {
  return [figure.name, figure.target ?? '', figure.measured, verdictOf(figure)];
}

function machine(): string {
  const { length } = cpus();
  return `${length} core${length === 1 ? '' : 's'} (${process.platform}, ${process.arch}), Node.js ${process.versions.node}`;
}
