import { COUNTS } from '#shared/clients/telemetry.ts';
import { type CostModel, namesOfPrices } from './model.ts';
import { MONTHLY, PRICES, PRICES_AS_OF, PRICES_REGION, type PriceName } from './prices.ts';
import { CPU_MILLISECONDS, LOG_KILOBYTES, type Usage, WAITS } from './usage.ts';

const WORKED_EXECUTIONS = 10_000;
const HEADER = '| service | what | amount | price per million | about |\n|---|---|---|---|---|';

/** docs/costs.md. */
export function costsPage(model: CostModel): string {
  const { quiet, total, dollars, executions, million } = model;
  const perExecution = price(quiet.usage);
  return `# Costs

Written by \`npm run bench\`: the amounts are measured, the prices are list prices of ${PRICES_REGION} as of ${PRICES_AS_OF}, before free tiers. Every figure is an "about"; check AWS's pages before you rely on one.

**About ${usd(total)} per million events**, and up to ${usd(dollars.traces)} more for traces. The aim is $4.

## A million events a month

${whole(executions)} executions of a pipeline with 5 stages and 8 actions, which emits ${quiet.events} events; one in ten fails in its second stage. One Slack channel and a mail for failures.

${HEADER}
${rows(million, whole)}
| **together, without traces** | | | | **${usd(total)}** |

## One execution

The same pipeline, all goes well, nothing else runs at the time: ${quiet.events} events, ${quiet.slackCalls} Slack calls.

${HEADER}
${rows(quiet.usage, decimal)}
| **together, without traces** | | | | **${usd(perExecution)}** |

So ${whole(WORKED_EXECUTIONS)} such executions a month cost about ${usd(WORKED_EXECUTIONS * perExecution)}, and up to ${usd((WORKED_EXECUTIONS * quiet.usage.traces * PRICES.traces.perMillion) / 1e6)} for traces.

## Idle

| item | about, a month |
|---|---|
| a secret in Secrets Manager, each | ${usd(MONTHLY.secret)} |
| polling of four queues by Lambda: 5 pollers, a request each 20 s, 2.6 million requests | ${usd(2.6 * PRICES.sqs.perMillion)}, of which the first million requests are free |
| \`reconcile\`, 8,640 times | $0.01 |
| ten alarms, ${usd(MONTHLY.alarm)} each | $1.00, the first ten of an account are free |
| up to ${COUNTS.length} metrics, ${usd(MONTHLY.metric)} each, in months in which they count something | ${usd(COUNTS.length * MONTHLY.metric)}, the first ten of an account are free |

Keys are AWS's own, without a monthly price. Nothing runs in a VPC, so there is no NAT gateway.

## The arithmetic

- **Measured**: the real functions in virtual time (\`tests/bench/costs/usage.ts\`), every call counted, events at their own times, so batches are as they come. The pipeline has run before: its stages are known, and how its last 20 executions ended. DynamoDB is counted in request units from the size of the item at each write; a budget of Slack's that is taken is one write, and a write that moves an entry of the sparse index \`open\` costs two more.
- **SQS**: two sends by the rule (events, archive), a receive and a delete a batch, our own sends (up to ten messages a request), changed visibilities.
- **Lambda duration**: ${CPU_MILLISECONDS} ms of CPU an invocation, at the share of a CPU that the memory buys, plus waits one after the other: ${waits()}. Taken, not measured.
- **Logs**: ${LOG_KILOBYTES} KB an invocation, taken. **Archive**: one object in five minutes at most, shared by all that happens in it.
- **Traces**: one an invocation at most. Lambda's sampling is fixed: the first request of a second, and 5 % of the rest.
- Not in it: storage (DynamoDB ${usd(0.25)} and S3 ${usd(0.023)} a GB and month), point-in-time recovery, data to Slack (the first 100 GB are free).

## What moves it

- **Traces**: \`tracing\` in \`serverless.yml\`. Off, the largest item is gone.
- **Settings**: a destination that is owed nothing costs nothing. \`status\` in a route's \`match\` is the lever.
- **Logs**: kept 30 days, 365 in prod (\`--log-retention\`).
- **Archive**: grows for ever, about 1 KB per event before compression. Set a lifecycle rule of your own if you do not want that.
`;
}

function rows(usage: Usage, amount: (value: number) => string): string {
  return namesOfPrices()
    .filter((name) => usage[name] > 0)
    .map((name) => row(name, { usage, amount }))
    .join('\n');
}

function row(
  name: PriceName,
  { usage, amount }: { readonly usage: Usage; readonly amount: (value: number) => string },
): string {
  const { service, unit, perMillion } = PRICES[name];
  const most = name === 'traces' ? ' at most' : '';
  const cost = (usage[name] * perMillion) / 1e6;
  return `| ${service} | ${unit} | ${amount(usage[name])}${most} | ${perMillion === 0 ? 'free' : `$${Number(perMillion.toFixed(3))}`} | ${usd(cost)}${most} |`;
}

function price(usage: Usage): number {
  return namesOfPrices()
    .filter((name) => name !== 'traces')
    .reduce((sum, name) => sum + (usage[name] * PRICES[name].perMillion) / 1e6, 0);
}

function waits(): string {
  return Object.entries(WAITS)
    .map(([service, milliseconds]) => `${service} ${milliseconds} ms`)
    .join(', ');
}

/** Small amounts with two digits that say something. */
function usd(dollars: number): string {
  if (dollars === 0) return '$0';
  if (dollars >= 0.095) return `$${dollars.toFixed(2)}`;
  const digits = Math.min(7, 1 - Math.floor(Math.log10(dollars)));
  return `$${dollars.toFixed(digits)}`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function decimal(value: number): string {
  return String(Math.round(value * 100) / 100);
}
