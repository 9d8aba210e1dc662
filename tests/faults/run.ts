import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseCommand, runCommand } from '#cli/usage.ts';
import { toReport } from './support/report.ts';

const USAGE = `Runs the fault matrix in full, some twenty minutes; its figures become docs/reliability.md.

  npm run test:faults -- [--seed N] [--seeds N] [--events N] [--process-seeds N]

  --seed N            the first seed (default: 1)
  --seeds N           how many schedules of each kind (default: 20)
  --events N          how many events in the largest (default: 10000)
  --process-seeds N   how many schedules over real processes (default: 2)
  --help              this text`;

const OPTIONS = {
  seed: { type: 'string', default: '1' },
  seeds: { type: 'string', default: '20' },
  events: { type: 'string', default: '10000' },
  'process-seeds': { type: 'string', default: '2' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

async function runFaults(args: readonly string[]): Promise<number> {
  const { values } = parseCommand({ args: [...args], options: OPTIONS }, USAGE);
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const { seed, seeds, events, 'process-seeds': processSeeds } = values;
  const figures = mkdtempSync(join(tmpdir(), 'signalbox-figures-'));
  process.stderr.write(`seed ${seed}, ${seeds} seeds, ${events} events\n`);
  const { status } = spawnSync(
    process.execPath,
    ['tests/run.ts', '--seed', seed, '--runInBand', 'tests/faults'],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        SIGNALBOX_FIGURES: figures,
        SEED: seed,
        SEEDS: seeds,
        EVENTS: events,
        PROCESS_SEEDS: processSeeds,
      },
    },
  );
  if (status === 0) writeFileSync('docs/reliability.md', toReport(readFigures(figures)));
  rmSync(figures, { recursive: true, force: true });
  return status ?? 1;
}

function readFigures(folder: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    readdirSync(folder).map((file) => [
      basename(file, '.txt'),
      readFileSync(join(folder, file), 'utf8').trim().split('\n'),
    ]),
  );
}

await runCommand(runFaults);
