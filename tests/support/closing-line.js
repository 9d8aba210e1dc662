/** Prints the plain closing line that CI reads. */
// biome-ignore lint/style/noDefaultExport: jest loads a reporter from its default export
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    // A file that could not be loaded holds no counted test, yet it failed.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed${skipped}\n`);
  }
}
