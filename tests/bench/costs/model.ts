import { execution, failedExecution, LARGE } from '../support/executions.ts';
import { PRICES, type PriceName } from './prices.ts';
import { ARCHIVE_WINDOW_SECONDS, LOG_KILOBYTES, type Measured, measureUsage, type Usage } from './usage.ts';

const MILLION = 1_000_000;
/** Of ten executions one fails. */
const QUIET = 9;
const FAILING = 1;
const SECONDS_A_MONTH = 30 * 86_400;

export interface CostModel {
  readonly quiet: Measured;
  readonly failing: Measured;
  /** What a million events use, a month's worth. */
  readonly million: Usage;
  readonly executions: number;
  /** US dollars by price, of a million events. */
  readonly dollars: Usage;
  /** Without traces, which Lambda samples. */
  readonly total: number;
}

/** What a million events cost: nine executions in ten go well, one fails early. */
export async function modelCosts(): Promise<CostModel> {
  const quiet = await measureUsage(execution(LARGE));
  const failing = await measureUsage(failedExecution(LARGE));
  const groups = MILLION / (QUIET * quiet.events + FAILING * failing.events);
  const alone = mapUsage((name) => groups * (QUIET * quiet.usage[name] + FAILING * failing.usage[name]));
  const million = shareArchive(alone, groups * (QUIET * quiet.archived + FAILING * failing.archived));
  const dollars = mapUsage((name) => (million[name] * PRICES[name].perMillion) / MILLION);
  const total = Object.values(dollars).reduce((sum, one) => sum + one, 0) - dollars.traces;
  return { quiet, failing, million, executions: groups * (QUIET + FAILING), dollars, total };
}

export function namesOfPrices(): readonly PriceName[] {
  return Object.keys(PRICES).filter((name): name is PriceName => name in PRICES);
}

/** Executions that run at the same time share the archive's objects: one a window, whatever happens in it. */
function shareArchive(usage: Usage, alone: number): Usage {
  const saved = Math.max(0, alone - SECONDS_A_MONTH / ARCHIVE_WINDOW_SECONDS);
  return {
    ...usage,
    puts: usage.puts - saved,
    invocations: usage.invocations - saved,
    traces: usage.traces - saved,
    logKilobytes: usage.logKilobytes - saved * LOG_KILOBYTES,
    // Each batch is received and deleted.
    sqs: usage.sqs - 2 * saved,
  };
}

function mapUsage(give: (name: PriceName) => number): Usage {
  return Object.fromEntries(namesOfPrices().map((name) => [name, give(name)])) as Usage;
}
