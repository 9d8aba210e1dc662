const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StopSignal {
  /** Aborted as soon as somebody wants the process to end. */
  readonly signal: AbortSignal;
  readonly requested: Promise<void>;
}

const PARENT_CHECK_MILLISECONDS = 500;

/** Ctrl-C, a polite kill, a closed terminal: the first one counts, the others change nothing. */
export function listenForStop(): StopSignal {
  const aborter = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const name of SIGNALS)
    process.on(name, () => {
      aborter.abort();
      resolve();
    });
  const parent = process.ppid;
  // npm may be killed alone, by who started it: what it ran must not live on.
  const check = setInterval(() => {
    if (process.ppid !== parent) process.emit('SIGTERM', 'SIGTERM');
  }, PARENT_CHECK_MILLISECONDS);
  check.unref();
  return { signal: aborter.signal, requested: promise };
}
