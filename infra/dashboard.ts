import { COUNTS } from '#shared/clients/telemetry.ts';
import { type Resources, sub } from './template.ts';

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

/** What is told, what waits, what fails: drawn from the template itself, so that it forgets nothing. */
export function dashboard(watched: Watched): Resources {
  const graphs = graphsOf(watched).map((graph, index) => ({
    type: 'metric',
    x: (index % 2) * WIDTH,
    y: HEIGHT * (1 + Math.trunc(index / 2)),
    width: WIDTH,
    height: HEIGHT,
    properties: {
      title: graph.title,
      region: '${AWS::Region}',
      stat: graph.statistic,
      period: PERIOD_SECONDS,
      metrics: graph.metrics,
    },
  }));
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
  return {
    Dashboard: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: {
        DashboardName: `${watched.prefix}-overview`,
        DashboardBody: sub(JSON.stringify({ widgets: [alarms, ...graphs] })),
      },
    },
  };
}

function graphsOf(watched: Watched): readonly Graph[] {
  const { prefix, functions } = watched;
  const queues = idsOf(watched, 'AWS::SQS::Queue');
  const sources = queues.filter((id) => id.endsWith('Queue'));
  const deadLetters = queues.filter((id) => !id.endsWith('Queue'));
  return [
    {
      title: 'Outcomes',
      statistic: 'Sum',
      metrics: COUNTS.map((name): Metric => ['Signalbox', name, 'service', prefix]),
    },
    // How many wait is not shown: a dashboard of more than 50 metrics costs more, and their age says more.
    {
      title: 'Oldest message, seconds',
      statistic: 'Maximum',
      metrics: ofQueues(sources, 'ApproximateAgeOfOldestMessage'),
    },
    {
      title: 'Parked messages',
      statistic: 'Maximum',
      metrics: ofQueues(deadLetters, 'ApproximateNumberOfMessagesVisible'),
    },
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
