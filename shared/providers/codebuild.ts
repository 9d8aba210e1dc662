import { consoleUrl } from '#shared/domain/console.ts';
import { buildReason } from './build-words.ts';
import type { ActionPlace, Provider } from './provider.ts';

/** Builds, and tests that are builds. */
export const codebuild: readonly Provider[] = ['Build', 'Test'].map((category) => ({
  id: `${category}/CodeBuild`,
  label: 'AWS CodeBuild',
  link: buildLink,
  reason: buildReason,
}));

/** By `PROJECT:UUID`. */
function buildLink({ region, facts }: ActionPlace): string | undefined {
  const [id, project] = /^([\w-]+):[\da-f-]{36}$/.exec(facts.externalId ?? '') ?? [];
  if (id === undefined) return undefined;
  const path = `codesuite/codebuild/projects/${project}/build/${encodeURIComponent(id)}?region=${region}`;
  return consoleUrl(region, path);
}
