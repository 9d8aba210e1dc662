import type { Clock } from './clock.ts';

/**
 * Answers that also serve whoever asks the same shortly after. They are one environment's: Lambda may run several of a
 * function, and each of those asks for itself.
 */
export interface Recent<T> {
  /**
   * An answer of the last half minute that is enough, or else a new one; of many who ask at the same time one does it
   * for all. Who asks for what was refused in the same second is refused, too.
   *
   * @param isEnough with when it was asked for, in epoch seconds
   */
  ask(key: string, question: () => Promise<T>, isEnough: (answer: T, askedAt: number) => boolean): Promise<T>;
}

interface Kept<T> {
  readonly answer: Promise<T>;
  readonly askedAt: number;
  until: number;
}

const LIFE_SECONDS = 30;
/** Some megabytes at most, as CodePipeline's lists are. */
const MAX_ANSWERS = 50;

export function createRecent<T>(clock: Clock): Recent<T> {
  const kept = new Map<string, Kept<T>>();
  const find = (key: string) => {
    const known = kept.get(key);
    return known !== undefined && clock.now() < known.until ? known : undefined;
  };
  const keep = (key: string, answer: Promise<T>) => {
    const one = { answer, askedAt: clock.now(), until: clock.now() + LIFE_SECONDS };
    answer.catch(() => {
      one.until = one.askedAt + 1;
    });
    kept.delete(key);
    kept.set(key, one);
    const [oldest] = kept.keys();
    if (kept.size > MAX_ANSWERS && oldest !== undefined) kept.delete(oldest);
    return answer;
  };
  return {
    async ask(key, question, isEnough) {
      let known = find(key);
      while (known !== undefined) {
        const answer = await known.answer;
        if (isEnough(answer, known.askedAt)) return answer;
        // Somebody else may have asked again by now.
        const newer = find(key);
        known = newer === known ? undefined : newer;
      }
      return keep(key, question());
    },
  };
}
