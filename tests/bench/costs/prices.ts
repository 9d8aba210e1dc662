/** When AWS's list was looked at, and for which Region. Prices change: the page says "about". */
export const PRICES_AS_OF = '2026-11';
export const PRICES_REGION = 'US East (N. Virginia)';

interface Price {
  readonly service: string;
  readonly unit: string;
  /** US dollars a million units, before free tiers. */
  readonly perMillion: number;
}

/** Of what an event uses. */
export const PRICES = {
  events: { service: 'EventBridge', unit: "events of AWS's services on the default bus", perMillion: 0 },
  sqs: { service: 'SQS', unit: 'requests', perMillion: 0.4 },
  fifo: { service: 'SQS FIFO', unit: 'requests', perMillion: 0.5 },
  writes: { service: 'DynamoDB', unit: 'write units (1 KB)', perMillion: 0.625 },
  reads: { service: 'DynamoDB', unit: 'read units (4 KB, consistent)', perMillion: 0.125 },
  invocations: { service: 'Lambda', unit: 'invocations', perMillion: 0.2 },
  gigabyteSeconds: { service: 'Lambda', unit: 'GB-seconds on arm64', perMillion: 13.3334 },
  puts: { service: 'S3', unit: 'PUT requests', perMillion: 5 },
  publishes: { service: 'SNS', unit: 'publishes', perMillion: 0.5 },
  logKilobytes: { service: 'CloudWatch Logs', unit: 'KB, metrics included', perMillion: 0.5 },
  traces: { service: 'X-Ray', unit: 'traces', perMillion: 5 },
} as const satisfies Readonly<Record<string, Price>>;
export type PriceName = keyof typeof PRICES;

/** US dollars a month for what is there, used or not. */
export const MONTHLY = {
  secret: 0.4,
  alarm: 0.1,
  metric: 0.3,
} as const;
