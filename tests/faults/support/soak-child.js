// Runs the bundle of ingest over so many events in one process, and prints what the process holds as it goes.
// Plain JavaScript, so that nothing is measured but the bundle and Node.
import { pathToFileURL } from 'node:url';

const [bundle, total, every] = process.argv.slice(2);
const EVENT = JSON.parse(process.env.SOAK_EVENT);
const BATCH = 10;
const { handler } = await import(pathToFileURL(bundle).href);
const context = {
  awsRequestId: 'soak',
  functionName: 'ingest',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:ingest',
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

function report(events) {
  globalThis.gc?.();
  const resources = process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate').length;
  const listeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  const megabytes = process.memoryUsage().rss / 2 ** 20;
  process.stdout.write(`${JSON.stringify({ events, megabytes, resources, listeners })}\n`);
}

function toRecord(number) {
  const detail = { ...EVENT.detail, 'execution-id': `e-${number % 1000}` };
  return {
    messageId: String(number),
    receiptHandle: String(number),
    body: JSON.stringify({ ...EVENT, detail, time: new Date().toISOString() }),
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) },
  };
}
