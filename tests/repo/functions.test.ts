import { readdir, readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { environmentSchemas } from '#shared/config/environment.ts';
import { type Packaged, packageOffline, propertiesByType } from './support/packaged.ts';
import { referencesIn } from './support/references.ts';
import { zipEntries } from './support/zip-entries.ts';

/** Where an address will not do. */
const EXAMPLES: Readonly<Record<string, string>> = { ALLOWED_ACCOUNTS: '111122223333,' };
const BUNDLE_BUDGET_BYTES = 400_000;

let packaged: Packaged;

beforeAll(async () => {
  packaged = await packageOffline({ stage: 'dev', parameters: { logRetentionDays: '90' } });
}, 60_000);

afterAll(() => packaged?.remove());

describe('functions', () => {
  it('run on Node 24 on arm64, traced, with JSON logs', () => {
    for (const properties of propertiesByType(packaged, 'AWS::Lambda::Function').values())
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' },
      });
  });

  it.each(Object.keys(environmentSchemas))('%s says its memory size and time-out itself', async (name) => {
    const slice = await readFile(`functions/${name}/function.yml`, 'utf8');

    expect(slice).toMatch(/^memorySize: \d+/m);
    expect(slice).toMatch(/^timeout: \d+/m);
  });

  it.each(Object.entries(environmentSchemas))(
    '%s gets the environment that its schema asks for',
    (name, schema) => {
      const given = variablesOf(name).filter((variable) => !variable.startsWith('POWERTOOLS_'));
      const filled = Object.fromEntries(
        given.map((variable) => [variable, EXAMPLES[variable] ?? `https://example.org/${variable}`]),
      );

      expect(schema.safeParse(filled).error?.issues ?? []).toEqual([]);
      expect(given.filter((variable) => !(variable in schema.shape))).toEqual([]);
    },
  );

  it('log into groups that forget', () => {
    const retentions = [...propertiesByType(packaged, 'AWS::Logs::LogGroup').values()].map(
      ({ RetentionInDays }) => RetentionInDays,
    );

    expect(new Set(retentions)).toEqual(new Set([90]));
  });

  it('are packed as one file each', async () => {
    const { artifactDirectory } = packaged;
    const zips = (await readdir(artifactDirectory)).filter((file) => file.endsWith('.zip'));

    expect(zips.sort()).toEqual(
      Object.keys(environmentSchemas)
        .map((name) => `${name}.zip`)
        .sort(),
    );
    for (const zip of zips) {
      const name = zip.replace('.zip', '');
      expect(await zipEntries(`${artifactDirectory}/${zip}`)).toEqual([`dist/functions/${name}/index.mjs`]);
    }
  });
});

describe('what state machines and pipelines call', () => {
  it('is told by an output, and nobody else is let in', () => {
    const permissions = [...propertiesByType(packaged, 'AWS::Lambda::Permission').values()];

    expect(packaged.template.Outputs['ApprovalRequestFunctionArn']?.Value).toEqual({
      'Fn::GetAtt': ['ApprovalDashrequestLambdaFunction', 'Arn'],
    });
    expect(packaged.template.Outputs['PipelineJobFunctionName']?.Value).toEqual({
      Ref: 'PipelineDashjobLambdaFunction',
    });
    expect(packaged.template.Resources['ApprovalDashrequestLambdaFunction']?.Properties).toMatchObject({
      FunctionName: 'signalbox-dev-approval-request',
    });
    expect(packaged.template.Resources['PipelineDashjobLambdaFunction']?.Properties).toMatchObject({
      FunctionName: 'signalbox-dev-pipeline-job',
    });
    expect(permissions.length).toBeGreaterThan(0);
    expect(referencesIn(permissions)).not.toContain('ApprovalDashrequestLambdaFunction');
    expect(referencesIn(permissions)).not.toContain('PipelineDashjobLambdaFunction');
  });
});

describe('bundles', () => {
  // Every kilobyte is read and compiled at a cold start, and a failure that is told late is a failure of ours.
  it.each(['ingest', 'deliver', 'slack', 'command', 'approval-request', 'pipeline-job'])(
    '%s stays within its budget',
    async (name) => {
      const { size } = await stat(`${packaged.bundleDirectory}/${name}/index.mjs`);

      expect(size).toBeLessThanOrEqual(BUNDLE_BUDGET_BYTES);
    },
  );
});

function variablesOf(name: string): readonly string[] {
  const functions = [...propertiesByType(packaged, 'AWS::Lambda::Function').values()];
  const found = functions.find(({ FunctionName }) => FunctionName === `signalbox-dev-${name}`);
  return Object.keys(Object(found?.['Environment']).Variables);
}
