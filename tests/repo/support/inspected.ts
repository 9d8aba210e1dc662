import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';

const INSPECT = fileURLToPath(new URL('inspect-templates.ts', import.meta.url));

const Report = z.object({
  pluginReports: z.array(
    z.object({
      pluginName: z.string(),
      violations: z.array(
        z.object({
          ruleName: z.string(),
          violatingConstructs: z.array(z.object({ constructPath: z.string() })),
        }),
      ),
    }),
  ),
});

export interface Finding {
  /** With the thing found in brackets, where there may be several of one resource. */
  readonly rule: string;
  /** File name of the template, without its ending. */
  readonly template: string;
  readonly resource: string;
}

export interface Inspection {
  /** Who looked. */
  readonly by: readonly string[];
  readonly findings: readonly Finding[];
}

/** What the CDK's validation and cdk-nag's packs say of templates, which need names of their own. */
export async function inspectTemplates(files: readonly string[]): Promise<Inspection> {
  const { stdout } = await promisify(execFile)(process.execPath, [INSPECT, ...files], {
    maxBuffer: 10_000_000,
  });
  const { pluginReports } = Report.parse(JSON.parse(stdout));
  return {
    by: pluginReports.map(({ pluginName }) => pluginName),
    findings: pluginReports.flatMap(({ violations }) =>
      violations.flatMap(({ ruleName: rule, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => {
          const [template = '', , resource = ''] = constructPath.split('/');
          return { rule, template, resource };
        }),
      ),
    ),
  };
}
