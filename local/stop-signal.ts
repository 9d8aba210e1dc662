const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StopSignal {
  /** Aborted as soon as somebody wants the process to end. */
  readonly signal: AbortSignal;
  readonly requested: Promise<void>;
}

/** Ctrl-C, a polite kill, a closed terminal: the first one counts, the others change nothing. */
export function listenForStop(): StopSignal {
  const aborter = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const name of SIGNALS)
    process.on(name, () => {
      aborter.abort();
      resolve();
    });
  return { signal: aborter.signal, requested: promise };
}
