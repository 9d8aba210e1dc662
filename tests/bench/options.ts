import { parseArgs } from 'node:util';

export const PARTS = ['size', 'calls', 'costs', 'cold', 'warm', 'burst'] as const;
export type PartName = (typeof PARTS)[number];

const DEFAULT_RUNS = 15;

export const USAGE = `Measures what the design promises as figures, beside a handler that does nothing in the same run.

  npm run bench -- [--runs N] [--only NAME]

  --runs N      rounds of what depends on the machine; default: ${DEFAULT_RUNS}
  --only NAME   one part: ${PARTS.join(', ')}. docs/performance.md is then left as it is
  --help        this text

Writes docs/performance.md and docs/costs.md. Exit code 0, whether the figures are met or not: only a part that cannot
be measured is a failure.`;

export class BenchUsageError extends Error {}

export interface BenchOptions {
  readonly help: boolean;
  readonly runs: number;
  readonly only: PartName | undefined;
}

export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { help, runs, only } = parse(args);
  if (!/^[1-9]\d{0,3}$/.test(runs)) throw new BenchUsageError(`--runs ${runs} is no whole number above 0`);
  const part = PARTS.find((name) => name === only);
  if (only !== undefined && part === undefined)
    throw new BenchUsageError(`--only ${only} is no part. Parts: ${PARTS.join(', ')}`);
  return { help, runs: Number(runs), only: part };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        runs: { type: 'string', default: String(DEFAULT_RUNS) },
        only: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new BenchUsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
