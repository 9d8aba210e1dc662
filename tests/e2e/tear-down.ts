import { DIFFERENCES, LEFT_OUT } from '#tests/stack/support/differences.ts';

/** Ends the emulator, and says what its run does not prove. */
// biome-ignore lint/style/noDefaultExport: jest loads its tear-down from a default export
export default async function tearDown(): Promise<void> {
  await globalThis.ministack?.stop();
  const differences = [
    ...Object.entries(DIFFERENCES.emulator).map(([claim, reason]) => `not that ${claim}: ${reason}`),
    ...LEFT_OUT.map(({ what }) => `nothing of ${what}: ministack refuses them`),
  ];
  process.stdout.write(`\nThe emulator shows\n${differences.map((line) => `  ${line}\n`).join('')}`);
}
