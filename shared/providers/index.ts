import type { Provider } from './provider.ts';

export const providers: readonly Provider[] = [];

const byId = new Map(providers.map((provider) => [provider.id, provider]));

/** Undefined for one that is not known: then its own name says it all. */
export function findProvider(id: string): Provider | undefined {
  return byId.get(id);
}
