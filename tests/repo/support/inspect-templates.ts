import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';

// Run as a process of its own, by inspected.ts: the CDK is large, and writes its report to a folder and the terminal.
// Takes templates, prints what the CDK's validation and cdk-nag's packs say of them as one JSON document.

const outdir = mkdtempSync(join(tmpdir(), 'signalbox-cdk-'));
try {
  process.stdout.write(inspect(process.argv.slice(2)));
} finally {
  rmSync(outdir, { recursive: true });
}

function inspect(files: readonly string[]): string {
  const app = new App({ outdir, analyticsReporting: false });
  for (const templateFile of files)
    new CfnInclude(new Stack(app, basename(templateFile, extname(templateFile))), 'of', { templateFile });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const report = join(outdir, 'validation-report.json');
  try {
    app.synth();
  } catch (error) {
    // With findings it throws and leaves a report; without a report something else is wrong.
    if (!existsSync(report)) throw error;
  }
  return readFileSync(report, 'utf8');
}
