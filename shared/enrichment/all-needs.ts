import { CHANGES_NEED } from './changes.ts';
import { CONDITIONS_NEED } from './conditions.ts';
import { describers } from './describers.ts';
import { diagnosticians } from './diagnoses/index.ts';
import type { Need } from './diagnosis.ts';
import { ACTION_CONFIGURATION_NEED } from './needs.ts';

/** What the role of `enrich` must be allowed to ask after failures: each action once. */
export const ALL_NEEDS: readonly Need[] = withoutRepetition([
  ACTION_CONFIGURATION_NEED,
  CONDITIONS_NEED,
  CHANGES_NEED,
  ...describers.flatMap(({ needs }) => needs),
  ...diagnosticians.flatMap(({ needs }) => needs),
]);

function withoutRepetition(needs: readonly Need[]): readonly Need[] {
  const seen = new Set<string>();
  return needs.flatMap((need) => {
    const actions = need.actions.filter((action) => !seen.has(action));
    for (const action of actions) seen.add(action);
    return actions.length === 0 ? [] : [{ ...need, actions }];
  });
}
