import type { Settings } from '#shared/config/compiled.ts';
import { openDestinations } from '#shared/config/destinations.ts';
import { ALL_NEEDS } from '#shared/enrichment/all-needs.ts';
import type { AllowedWildcard } from './allowed-wildcards.ts';
import { type Permission, sub } from './template.ts';

/**
 * What it takes to ask the services around CodePipeline why something failed, as each diagnostician says it. Logs are
 * readable only where a destination shows them.
 */
export function diagnosisPermissions(settings: Settings): readonly Permission[] {
  const wantsLog = [...openDestinations(settings).values()].some((destination) => destination.wantsLog);
  return ALL_NEEDS.filter(({ isForLog }) => wantsLog || !isForLog).map(({ actions, resources }) => ({
    actions,
    resources: resources.map((resource) => (resource === '*' ? resource : sub(resource))),
  }));
}

/** Which of those hold a wildcard, and why: what fails is not known when we deploy. docs/providers.md lists them. */
export const DIAGNOSIS_WILDCARDS: readonly AllowedWildcard[] = ALL_NEEDS.flatMap(
  ({ actions, resources, reason }) =>
    resources.filter((one) => one.includes('*')).map((resource) => ({ actions, resource, reason })),
);
