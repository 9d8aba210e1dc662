import base from '../../jest.config.js';

/** The suite of tests/stack once more, on an emulator that is not ours. Needs Python, so it is no part of `npm test`. */
const config = {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/stack/**/*.test.ts'],
  globalSetup: '<rootDir>/tests/e2e/set-up.ts',
  globalTeardown: '<rootDir>/tests/e2e/tear-down.ts',
  // One emulator for all files.
  maxWorkers: 1,
};

// biome-ignore lint/style/noDefaultExport: jest reads its configuration from a default export
export default config;
