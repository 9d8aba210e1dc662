import { pathToFileURL } from 'node:url';
import { ACCOUNT, buildPipelineEvent } from '#tests/support/build-event.ts';

/** Runs the bundle of ingest over so many events in one process, and prints what the process holds as it goes. */
const [bundle = '', total = '0', every = '0'] = process.argv.slice(2);
const BATCH = 10;
const { handler } = await import(pathToFileURL(bundle).href);
const context = {
  awsRequestId: 'soak',
  functionName: 'ingest',
  invokedFunctionArn: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:ingest`,
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 10_000,
};
for (let done = 0; done < Number(total); done += BATCH) {
  if (done > 0 && done % Number(every) === 0) report(done);
  const Records = Array.from({ length: BATCH }, (_, index) => toRecord(done + index));
  const { batchItemFailures } = await handler({ Records }, context);
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} of a batch failed`);
}
report(Number(total));

function report(events: number): void {
  globalThis.gc?.();
  const kinds = process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate');
  const listeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  const held = { events, megabytes: process.memoryUsage().rss / 2 ** 20, resources: kinds.length, listeners };
  process.stdout.write(`${JSON.stringify(held)}\n`);
}

function toRecord(number: number) {
  const event = buildPipelineEvent({ executionId: `e-${number % 1000}`, after: number % 3600 });
  const age = { time: new Date().toISOString() };
  return {
    messageId: String(number),
    receiptHandle: String(number),
    body: JSON.stringify({ ...event, ...age }),
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) },
  };
}
