import base from '../../jest.config.js';

/** Needs Chromium, so it is no part of `npm test`. */
const config = {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/browser/**/*.test.ts'],
  testTimeout: 90_000,
};

// biome-ignore lint/style/noDefaultExport: jest reads its configuration from a default export
export default config;
