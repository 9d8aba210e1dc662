import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** Set by `npm run test:faults`: where figures are collected. Without it, a run measures and forgets. */
const FOLDER = process.env['SIGNALBOX_FIGURES'];

export const isFull = FOLDER !== undefined;
export const firstSeed = numberOf('SEED', 1);
export const seeds = numberOf('SEEDS', isFull ? 20 : 2);
/** Bursts over real processes take minutes each. */
export const processSeeds = numberOf('PROCESS_SEEDS', isFull ? 2 : 1);
export const events = numberOf('EVENTS', isFull ? 10_000 : 700);

/** Keeps a row's figure for docs/reliability.md. */
export function measured(row: string, figure: string): void {
  if (FOLDER !== undefined) appendFileSync(join(FOLDER, `${row}.txt`), `${figure}\n`);
}

/** What takes minutes says where it is. */
export function progress(text: string): void {
  if (FOLDER !== undefined) process.stderr.write(`  ${text}\n`);
}

function numberOf(name: string, otherwise: number): number {
  const given = process.env[name];
  if (given === undefined) return otherwise;
  if (!/^\d+$/.test(given)) throw new Error(`${name} must be a whole number, not "${given}"`);
  return Number(given);
}
