import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';

const Running = z.object({ endpoint: z.string(), pid: z.int(), console: z.string() });
export type Running = Readonly<z.infer<typeof Running>>;

/** Says where the last `npm start` can be reached: its AWS, its process, its console. */
export async function writeRunning(file: string, running: Running): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${running.pid}`;
  await writeFile(draft, `${JSON.stringify(running)}\n`);
  // Nobody ever reads half a file.
  await rename(draft, file);
}

/** Takes the file away, unless it has become another's. */
export async function removeRunning(file: string, pid: number): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  if (Running.safeParse(JSON.parse(text)).data?.pid === pid) await rm(file, { force: true });
}
