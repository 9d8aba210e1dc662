import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export function launchChromium(): Promise<Browser> {
  if (!existsSync(EXECUTABLE))
    throw new Error(
      `There is no Chromium at ${EXECUTABLE}. Install it (apt-get install -y chromium fonts-noto-color-emoji), ` +
        'or say where it is in the variable CHROMIUM.',
    );
  return chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] });
}
