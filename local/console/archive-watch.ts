import type { ArchiveObject } from './sections.ts';

const PAUSE_MILLISECONDS = 1_500;

export interface ArchiveWatch {
  readonly objects: () => readonly ArchiveObject[];
  readonly stop: () => void;
}

/** Looks at the bucket from time to time, for it cannot say that it changed; one look after the other. */
export function watchArchive(options: {
  readonly list: () => Promise<readonly ArchiveObject[]>;
  readonly changed: () => void;
  readonly report: (error: unknown) => void;
}): ArchiveWatch {
  let objects: readonly ArchiveObject[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function look(): Promise<void> {
    const found = await options.list();
    const isNew = found.length !== objects.length;
    objects = found;
    if (isNew) options.changed();
  }

  function schedule(): void {
    if (isStopped) return;
    timer = setTimeout(() => void look().catch(options.report).finally(schedule), PAUSE_MILLISECONDS);
  }

  schedule();
  return {
    objects: () => objects,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
