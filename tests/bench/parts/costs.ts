import { modelCosts } from '../costs/model.ts';
import { costsPage } from '../costs/page.ts';
import { atMost, plain, type Section } from '../figure.ts';
import type { Bench } from '../part.ts';

/** What a million events cost, by calls measured here and list prices. */
export async function measureCosts({ write }: Bench): Promise<Section> {
  const model = await modelCosts();
  await write('docs/costs.md', costsPage(model));
  return {
    title: 'Cost',
    about:
      'By list prices, without free tiers; the arithmetic is in [costs](costs.md). The same in every run.',
    figures: [
      atMost('US dollars per million events, without traces', {
        value: model.total,
        limit: 4,
        unit: '',
        digits: 2,
      }),
      plain('traces, at most', model.dollars.traces.toFixed(2)),
    ],
  };
}
