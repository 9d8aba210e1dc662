import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import type { Settings } from '#shared/config/compiled.ts';

// Every client of the SDK imports its whole package.json to learn its version.
const sdkVersions: Plugin = {
  name: 'sdk-versions',
  setup(esbuild) {
    esbuild.onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version }: { version: string } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

// The SDK's table of Regions tells in words where each is, which nothing reads: 2 KB of a bundle.
const namelessRegions: Plugin = {
  name: 'nameless-regions',
  setup(esbuild) {
    esbuild.onLoad({ filter: /@aws-sdk[\\/]core[\\/].*[\\/]partitions\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(/"description": "[^"]*"/g, ''),
    }));
  },
};

const NOT_IN_LAMBDA =
  /[\\/](Sha256Js|Md5Js|DefaultRateLimiter|AdaptiveRetryStrategy|getInstanceMetadataRegion|loadSharedConfigFiles)(\.js)?$/;

const notInLambda: Plugin = {
  name: 'not-in-lambda',
  setup(esbuild) {
    esbuild.onResolve({ filter: NOT_IN_LAMBDA }, ({ importer }) =>
      /@smithy[\\/]core[\\/]/.test(importer)
        ? { path: join(import.meta.dirname, 'not-in-lambda.ts') }
        : undefined,
    );
  },
};

const OPTIONS = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // The ES modules of the SDK shake down to half the size of what `main` names.
  mainFields: ['module', 'main'],
  outdir: 'dist/functions',
  outExtension: { '.js': '.mjs' },
  metafile: true,
  plugins: [sdkVersions, namelessRegions, notInLambda],
  logLevel: 'silent', // what goes wrong is in the error
  legalComments: 'external',
  alias: {
    '@aws-sdk/credential-provider-node': join(import.meta.dirname, 'lambda-credentials.ts'),
    '@aws-sdk/endpoint-cache': join(import.meta.dirname, 'no-endpoint-discovery.ts'),
    '@smithy/core/event-streams': join(import.meta.dirname, 'no-event-streams.ts'),
  },
  // CommonJS packages inside an ES module still ask for `require`.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  // For stack traces at home. Maps stay out of the deployed zip: they are larger than the bundle.
  sourcemap: 'linked',
  sourcesContent: false,
} satisfies BuildOptions;

export interface Bundle {
  readonly name: string;
  readonly bytes: number;
}

/** One file per function of functions/, with the checked settings compiled in. */
export async function buildBundles(root: string, settings: Settings): Promise<readonly Bundle[]> {
  const names = await functionNames(root);
  const { metafile } = await build({ ...OPTIONS, ...entries(root, names), define: defines(settings) });
  return Object.entries(metafile.outputs)
    .filter(([file]) => file.endsWith('.mjs'))
    .map(([file, { bytes }]) => ({ name: basename(dirname(file)), bytes }));
}

/** Where a function's bundle lies, seen from the service's folder. */
export function bundleFolder(name: string): string {
  return `dist/functions/${name}`;
}

function entries(root: string, names: readonly string[]) {
  return {
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: `functions/${name}/handler.ts`, out: `${name}/index` })),
  };
}

function defines(settings: Settings): Record<string, string> {
  return { __SIGNALBOX_SETTINGS__: JSON.stringify(settings) };
}

async function functionNames(root: string): Promise<readonly string[]> {
  const slices = await readdir(join(root, 'functions'), { recursive: true });
  return slices
    .filter((file) => basename(file) === 'function.yml')
    .map(dirname)
    .sort();
}
