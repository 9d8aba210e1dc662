const PAUSE_MILLISECONDS = 1_000;
/** What happens now may be written a little later. */
const LOOKS = 4;

export interface Watch<T> {
  readonly found: () => readonly T[];
  /** Something happened: it is time to look again. */
  readonly wake: () => void;
  readonly stop: () => void;
}

/** Looks at what cannot say that it changed, a few times after everything that happens, one look after the other. */
export function watch<T>(options: {
  readonly look: () => Promise<readonly T[]>;
  readonly changed: () => void;
  readonly report: (error: unknown) => void;
}): Watch<T> {
  let found: readonly T[] = [];
  let looksLeft = 0;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const seen = await options.look();
    const isNew = JSON.stringify(seen) !== JSON.stringify(found);
    found = seen;
    if (isNew) options.changed();
  }

  function schedule(): void {
    timer = undefined;
    if (looksLeft <= 0) return;

    looksLeft -= 1;
    timer = setTimeout(() => void look().catch(options.report).finally(schedule), PAUSE_MILLISECONDS);
  }

  return {
    found: () => found,
    wake: () => {
      looksLeft = LOOKS;
      if (timer === undefined) schedule();
    },
    stop: () => {
      looksLeft = Number.NEGATIVE_INFINITY;
      clearTimeout(timer);
    },
  };
}
