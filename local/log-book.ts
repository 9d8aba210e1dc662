import { createListeners } from './listeners.ts';

const MAX_LINES = 20_000;

/** What the functions wrote. */
export interface LogBook {
  readonly add: (line: string) => void;
  readonly lines: () => readonly string[];
  readonly subscribe: (listener: () => void) => () => void;
}

export function createLogBook(): LogBook {
  const lines: string[] = [];
  const { announce, subscribe } = createListeners();
  return {
    add: (line) => {
      lines.push(line);
      if (lines.length > MAX_LINES) lines.splice(0, MAX_LINES / 2);
      announce();
    },
    lines: () => lines,
    subscribe,
  };
}
