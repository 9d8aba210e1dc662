import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../../..');

export interface SourceFile {
  /** Seen from the project's folder. */
  readonly path: string;
  readonly text: string;
}

/** Files by pattern, sorted; what is built or installed is none of them. */
export function readFiles(...patterns: readonly string[]): readonly SourceFile[] {
  const exclude = ['node_modules/**', 'dist/**', '.local/**', '.serverless/**', 'coverage/**'];
  const paths = globSync([...patterns], { cwd: ROOT, exclude });
  return paths.sort().map((path) => ({ path, text: readText(path) }));
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
