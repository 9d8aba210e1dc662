import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, stop } from 'esbuild';

const PAGE = join(import.meta.dirname, 'page');
const TYPES: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['svg', 'image/svg+xml'],
  ['js', 'text/javascript; charset=utf-8'],
  ['ts', 'text/javascript; charset=utf-8'],
]);

export interface Asset {
  readonly type: string;
  readonly body: string;
}

/** The page's files by path. Modules stay modules: only their types are taken off, once, at the start. */
export async function loadAssets(): Promise<ReadonlyMap<string, Asset>> {
  const names = readdirSync(PAGE);
  const stripped = await stripTypes(names.filter((name) => name.endsWith('.ts')));
  return new Map(
    names.map((name) => [
      name === 'index.html' ? '/' : `/${name}`,
      {
        type: TYPES.get(name.slice(name.lastIndexOf('.') + 1)) ?? 'application/octet-stream',
        body: stripped.get(name) ?? readFileSync(join(PAGE, name), 'utf8'),
      },
    ]),
  );
}

async function stripTypes(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: names.map((name) => join(PAGE, name)),
    outdir: PAGE,
    outbase: PAGE,
    format: 'esm',
    target: 'es2024',
    write: false,
    logLevel: 'silent',
  });
  // Otherwise its process would wait for more work as long as this one lives.
  await stop();
  return new Map(names.map((name, index) => [name, outputFiles[index]?.text ?? '']));
}
