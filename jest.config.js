/** One jest, native ESM; types are stripped by tests/support/strip-types.js. */
const config = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tests/support/strip-types.js' },
  testMatch: ['<rootDir>/tests/{unit,contract,flow,repo,stack,faults}/**/*.test.ts'],
  coverageProvider: 'babel',
  collectCoverageFrom: ['{functions,shared,cli,infra}/**/*.ts'],
  reporters: ['default', '<rootDir>/tests/support/closing-line.js'],
  testTimeout: 30_000,
  // Suites wait more than they compute: jest itself would leave one core of two idle.
  maxWorkers: '100%',
};

// biome-ignore lint/style/noDefaultExport: jest reads its configuration from a default export
export default config;
