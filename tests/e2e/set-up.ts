import { type Ministack, startMinistack } from './support/ministack.ts';
import { prepareVirtualEnvironment } from './support/virtual-environment.ts';

const DEADLINE_MILLISECONDS = 240_000;

declare global {
  var ministack: Ministack | undefined;
}

/** Brings up the emulator, which tests/stack finds by its address. */
// biome-ignore lint/style/noDefaultExport: jest loads its set-up from a default export
export default async function setUp(): Promise<void> {
  const python = await prepareVirtualEnvironment();
  const ministack = await startMinistack(python);
  globalThis.ministack = ministack;
  process.env['SIGNALBOX_EMULATOR'] = ministack.endpoint;
  process.env['TMPDIR'] = ministack.folder;
  process.stdout.write(`ministack ${ministack.version} at ${ministack.endpoint}\n`);
  setTimeout(giveUp, DEADLINE_MILLISECONDS).unref();
}

/** The emulator ends with this process. */
function giveUp(): void {
  process.stderr.write(`\nStill not done after ${DEADLINE_MILLISECONDS / 60_000} minutes: given up.\n`);
  process.exit(1);
}
