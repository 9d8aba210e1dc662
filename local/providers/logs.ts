import * as z from 'zod';
import type { JsonService } from '../aws/json-service.ts';
import { ServiceFault } from '../aws/service-fault.ts';
import type { FailedRun, FailedRuns } from '../codepipeline/failed-runs.ts';
import { isBuild, streamOfBuild } from './codebuild.ts';
import { defineOperation, toService } from './operations.ts';

const Request = z.object({
  logGroupName: z.string(),
  logStreamName: z.string(),
  limit: z.number().int().min(1).max(10_000).default(10_000),
  startFromHead: z.boolean().default(false),
  nextToken: z.string().optional(),
});

const USUAL_LOG = ['Running command make', 'make: *** [all] Error 2', 'Command did not exit successfully'];

/** CloudWatch Logs: one stream for each build or command that failed. */
export function createLogs(failedRuns: FailedRuns): JsonService {
  return toService({
    GetLogEvents: defineOperation(Request, (input) => {
      const { logGroupName, logStreamName, limit, startFromHead, nextToken } = input;
      const run = failedRuns().find((one) => {
        const stream = streamOf(one);
        return stream?.groupName === logGroupName && stream.streamName === logStreamName;
      });
      if (run === undefined)
        throw new ServiceFault('ResourceNotFoundException', 'The specified log stream does not exist.');
      // A token leads to where nothing is left: all there is was in the page before.
      const lines = nextToken === undefined ? (run.diagnosis.log ?? USUAL_LOG) : [];
      const page = startFromHead ? lines.slice(0, limit) : lines.slice(-limit);
      return {
        events: page.map((message) => ({ message, timestamp: run.endedAt, ingestionTime: run.endedAt })),
        nextBackwardToken: 'b/0',
        nextForwardToken: 'f/0',
      };
    }),
  });
}

/** A command's id is the ARN of its stream. */
function streamOf(run: FailedRun): ReturnType<typeof streamOfBuild> | undefined {
  if (isBuild(run)) return streamOfBuild(run);
  const [, groupName, streamName] = /:log-group:([^:]+):log-stream:([^:]+)$/.exec(run.externalId) ?? [];
  return groupName === undefined || streamName === undefined ? undefined : { groupName, streamName };
}
