import type { Facts } from '#shared/domain/facts.ts';

/** The pattern's first group, in the id or the address that an action's event gives, or in what else there is. */
export function findInFacts(
  { externalId, url }: Facts,
  pattern: RegExp,
  ...others: readonly (string | undefined)[]
): string | undefined {
  for (const text of [externalId, decoded(url), ...others]) {
    const found = pattern.exec(text ?? '')?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** As it reads: names stand encoded in addresses. */
function decoded(url: string | undefined): string | undefined {
  try {
    return url === undefined ? undefined : decodeURIComponent(url);
  } catch (error) {
    if (error instanceof URIError) return url;
    throw error;
  }
}
