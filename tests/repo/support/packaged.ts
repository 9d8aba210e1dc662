import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageService } from '#infra/package.ts';
import type { Resources, Value } from '#infra/template.ts';

const NO_NETWORK = new URL('no-network.js', import.meta.url).href;

export interface Packaged {
  readonly template: {
    readonly Resources: Resources;
    readonly Outputs: Readonly<Record<string, { readonly Value: Value }>>;
  };
  readonly templateFile: string;
  readonly state: unknown;
  readonly artifactDirectory: string;
  readonly bundleDirectory: string;
  remove(): Promise<void>;
}

export interface PackageRequest {
  readonly stage: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Instead of the one with a destination of every kind. */
  readonly settingsFile?: string;
}

/** Packages into a temporary folder, with no credentials, no home and no network. */
export async function packageOffline(request: PackageRequest): Promise<Packaged> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-template-'));
  const { templateFile, artifactDirectory, bundleDirectory } = await packageService({
    settingsFile: join(import.meta.dirname, 'signalbox.yml'),
    ...request,
    into: join(folder, 'service'),
    environment: { PATH: process.env['PATH'], HOME: folder, NODE_OPTIONS: `--import=${NO_NETWORK}` },
  });
  return {
    template: JSON.parse(await readFile(templateFile, 'utf8')),
    templateFile,
    state: JSON.parse(await readFile(join(artifactDirectory, 'serverless-state.json'), 'utf8')),
    artifactDirectory,
    bundleDirectory,
    remove: () => rm(folder, { recursive: true }),
  };
}

type Properties = NonNullable<Resources[string]['Properties']>;

export function propertiesByType({ template }: Packaged, type: string): ReadonlyMap<string, Properties> {
  const found = Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
  return new Map(found.map(([id, { Properties = {} }]) => [id, Properties]));
}
