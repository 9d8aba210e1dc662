import { COUNTS } from '#shared/clients/telemetry.ts';
import { type Resource, type Resources, sub } from './template.ts';

export interface Watched {
  /** Of every name. */
  readonly prefix: string;
  /** Logical ids begin with these. */
  readonly functions: readonly string[];
  /** Where the queues and alarms are found. */
  readonly resources: Resources;
}

type Metric = readonly [namespace: string, name: string, dimension: string, value: string];

interface Graph {
  readonly title: string;
  readonly statistic: string;
  readonly metrics: readonly Metric[];
}

// A dashboard is 24 wide: two graphs a row.
const WIDTH = 12;
const HEIGHT = 6;
const PERIOD_SECONDS = 300;

/**
 * What is told, waits and fails on one page, and how the functions do on another: drawn from the template itself, so
 * that they forget nothing. Two, for a dashboard of more than 50 metrics costs more.
 */
export function dashboards(watched: Watched): Resources {
  const alarms = {
    type: 'alarm',
    x: 0,
    y: 0,
    width: 2 * WIDTH,
    height: HEIGHT,
    properties: {
      title: 'Alarms',
      alarms: idsOf(watched, 'AWS::CloudWatch::Alarm').map((id) => `\${${id}.Arn}`),
    },
  };
  const { prefix } = watched;
  return {
    Dashboard: toDashboard(`${prefix}-overview`, [alarms, ...toWidgets(overviewGraphs(watched), HEIGHT)]),
    FunctionsDashboard: toDashboard(`${prefix}-functions`, toWidgets(functionGraphs(watched), 0)),
  };
}

function toDashboard(name: string, widgets: readonly unknown[]): Resource {
  return {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: { DashboardName: name, DashboardBody: sub(JSON.stringify({ widgets })) },
  };
}

/** Two a row, from `top` on. */
function toWidgets(graphs: readonly Graph[], top: number): readonly unknown[] {
  return graphs.map(({ title, statistic: stat, metrics }, index) => ({
    type: 'metric',
    x: (index % 2) * WIDTH,
    y: top + HEIGHT * Math.trunc(index / 2),
    width: WIDTH,
    height: HEIGHT,
    properties: { title, region: '${AWS::Region}', stat, period: PERIOD_SECONDS, metrics },
  }));
}

function overviewGraphs(watched: Watched): readonly Graph[] {
  const queues = idsOf(watched, 'AWS::SQS::Queue');
  const sources = queues.filter((id) => id.endsWith('Queue'));
  const deadLetters = queues.filter((id) => !id.endsWith('Queue'));
  return [
    {
      title: 'Outcomes',
      statistic: 'Sum',
      metrics: COUNTS.map((name): Metric => ['Signalbox', name, 'service', watched.prefix]),
    },
    {
      title: 'Oldest message, seconds',
      statistic: 'Maximum',
      metrics: ofQueues(sources, 'ApproximateAgeOfOldestMessage'),
    },
    {
      title: 'Waiting messages',
      statistic: 'Maximum',
      metrics: ofQueues(sources, 'ApproximateNumberOfMessagesVisible'),
    },
    {
      title: 'Parked messages',
      statistic: 'Maximum',
      metrics: ofQueues(deadLetters, 'ApproximateNumberOfMessagesVisible'),
    },
  ];
}

function functionGraphs({ functions }: Watched): readonly Graph[] {
  return [
    {
      title: 'Crashes, time-outs, throttles',
      statistic: 'Sum',
      metrics: [...ofFunctions(functions, 'Errors'), ...ofFunctions(functions, 'Throttles')],
    },
    { title: 'Duration, milliseconds', statistic: 'p95', metrics: ofFunctions(functions, 'Duration') },
  ];
}

function ofQueues(ids: readonly string[], name: string): readonly Metric[] {
  return ids.map((id) => ['AWS/SQS', name, 'QueueName', `\${${id}.QueueName}`]);
}

function ofFunctions(logicalNames: readonly string[], name: string): readonly Metric[] {
  return logicalNames.map((fn) => ['AWS/Lambda', name, 'FunctionName', `\${${fn}LambdaFunction}`]);
}

function idsOf({ resources }: Watched, type: string): readonly string[] {
  return Object.keys(resources).filter((id) => resources[id]?.Type === type);
}
