/** Of a part of a diagnosis that is asked for by itself: undefined where that failed. */
export function answerOf<T>(part: PromiseSettledResult<T>): T | undefined {
  return part.status === 'fulfilled' ? part.value : undefined;
}

/** Why parts could not be had. */
export function failuresOf(...parts: readonly PromiseSettledResult<unknown>[]): readonly unknown[] {
  return parts.flatMap((part) => (part.status === 'rejected' ? [part.reason] : []));
}
