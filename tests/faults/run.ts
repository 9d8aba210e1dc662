import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { toReport } from './support/report.ts';

/** The fault matrix in full; its figures become docs/reliability.md. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '20' },
    events: { type: 'string', default: '10000' },
    'process-seeds': { type: 'string', default: '2' },
  },
});
const figures = mkdtempSync(join(tmpdir(), 'signalbox-figures-'));
process.stderr.write(`seed ${values.seed}, ${values.seeds} seeds, ${values.events} events\n`);
const { status } = spawnSync(
  process.execPath,
  ['tests/run.ts', '--seed', values.seed, '--runInBand', 'tests/faults'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      SIGNALBOX_FIGURES: figures,
      SEED: values.seed,
      SEEDS: values.seeds,
      EVENTS: values.events,
      PROCESS_SEEDS: values['process-seeds'],
    },
  },
);
if (status === 0) writeFileSync('docs/reliability.md', toReport(readFigures()));
rmSync(figures, { recursive: true, force: true });
process.exitCode = status ?? 1;

function readFigures(): ReadonlyMap<string, readonly string[]> {
  return new Map(
    readdirSync(figures).map((file) => [
      basename(file, '.txt'),
      readFileSync(join(figures, file), 'utf8').trim().split('\n'),
    ]),
  );
}
