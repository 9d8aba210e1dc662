import type { Diagnostician } from '../diagnosis.ts';

export const diagnosticians: readonly Diagnostician[] = [];

export function findDiagnostician(provider: string): Diagnostician | undefined {
  return diagnosticians.find(({ providers }) => providers.includes(provider));
}
