import { writeFile } from 'node:fs/promises';
import type { Section } from './figure.ts';
import { BenchUsageError, PARTS, type PartName, parseBenchOptions, USAGE } from './options.ts';
import { performancePage, terminalTable } from './page.ts';
import type { Bench } from './part.ts';
import { measureBurst } from './parts/burst.ts';
import { measureCalls } from './parts/calls.ts';
import { measureCold } from './parts/cold.ts';
import { measureCosts } from './parts/costs.ts';
import { measureSize } from './parts/size.ts';
import { measureWarm } from './parts/warm.ts';
import { buildForBench } from './support/build.ts';
import { now } from './support/now.ts';
import { StandIn } from './support/stand-in-client.ts';

const MEASURES: Readonly<Record<PartName, (bench: Bench) => Promise<Section>>> = {
  size: measureSize,
  calls: measureCalls,
  costs: measureCosts,
  cold: measureCold,
  warm: measureWarm,
  burst: measureBurst,
};

try {
  const { help, runs, only } = parseBenchOptions(process.argv.slice(2));
  if (help) process.stdout.write(`${USAGE}\n`);
  else await run(only === undefined ? PARTS : [only], runs);
} catch (error) {
  if (!(error instanceof BenchUsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

async function run(names: readonly PartName[], runs: number): Promise<void> {
  const begun = now();
  const built = await buildForBench();
  const standIn = await StandIn.start();
  try {
    const bench = { runs, built, standIn, unique: createUnique(), say, write };
    const sections: Section[] = [];
    for (const name of names) sections.push(await MEASURES[name](bench));
    say('');
    process.stdout.write(`${terminalTable(sections)}\n`);
    if (names.length < PARTS.length) return;
    await write('docs/performance.md', performancePage({ sections, runs, seconds: (now() - begun) / 1000 }));
  } finally {
    await standIn.stop();
  }
}

function createUnique(): () => string {
  let made = 0;
  return () => {
    made += 1;
    return `bench-${made}`;
  };
}

/** What goes on, for people who wait; the table alone is for others. */
function say(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text);
}
