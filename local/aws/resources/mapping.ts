import * as z from 'zod';
import { toArn } from '../identity.ts';
import { EventSourceMapping } from '../lambda/event-source-mapping.ts';
import { TemplateError } from '../template.ts';
import { getFunction } from './function.ts';
import { defineResource, madeUpName } from './kind.ts';

// Enough to meet two environments of one function at a time, not more than a laptop likes.
const DEFAULT_CONCURRENCY = 2;

// A window of a minute saves invocations on AWS; here it would only keep people waiting.
const LONGEST_WINDOW_SECONDS = 1;

const Properties = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.coerce.number().default(10),
  MaximumBatchingWindowInSeconds: z.coerce.number().default(0),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.coerce.number() }).optional(),
  FilterCriteria: z.undefined({ error: 'filters are not part of the embedded AWS' }).optional(),
  Enabled: z.stringbool().or(z.boolean()).default(true),
});

export const mapping = defineResource({
  type: 'AWS::Lambda::EventSourceMapping',
  properties: Properties,
  wire({ logicalId, properties }, services) {
    const queue = services.fauxqs.queues.getQueueByArn(properties.EventSourceArn);
    if (!queue) throw new TemplateError(`The queue ${properties.EventSourceArn} is not in the template`);
    const { host } = getFunction(properties.FunctionName, services);
    assertAccepted(properties, {
      isFifo: queue.isFifo(),
      visibilitySeconds: Number(queue.getAttribute('VisibilityTimeout')),
      timeoutSeconds: host.settings.timeoutSeconds,
    });
    const created = new EventSourceMapping({
      queue,
      queues: services.fauxqs.queues,
      host,
      batchSize: properties.BatchSize,
      windowSeconds: Math.min(properties.MaximumBatchingWindowInSeconds, LONGEST_WINDOW_SECONDS),
      maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY,
      reportsItemFailures: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      log: services.log,
    });
    if (properties.Enabled) services.mappings.push(created);
    const id = madeUpName(logicalId);
    return {
      ref: id,
      attributes: { Id: id, EventSourceMappingArn: toArn('lambda', `event-source-mapping:${id}`) },
    };
  },
});

interface Facts {
  readonly isFifo: boolean;
  readonly visibilitySeconds: number;
  readonly timeoutSeconds: number;
}

/** What Lambda refuses when it creates a mapping, so that it fails here and not at the first deployment. */
function assertAccepted(properties: z.infer<typeof Properties>, facts: Facts): void {
  const { BatchSize, MaximumBatchingWindowInSeconds: window } = properties;
  if (facts.visibilitySeconds < facts.timeoutSeconds)
    throw new TemplateError(
      `The queue's VisibilityTimeout of ${facts.visibilitySeconds} s is shorter than the function's Timeout of ${facts.timeoutSeconds} s`,
    );
  if (facts.isFifo && (window > 0 || BatchSize > 10))
    throw new TemplateError('A FIFO queue allows no batching window and no more than 10 messages in a batch');
  if (BatchSize > 10 && window < 1)
    throw new TemplateError('More than 10 messages in a batch need a batching window of at least 1 second');
}
