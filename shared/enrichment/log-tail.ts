import * as z from 'zod/mini';
import type { AwsService } from '#shared/clients/aws-json.ts';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, listOf } from './ask.ts';
import type { Need } from './diagnosis.ts';
import { arnsOf } from './needs.ts';

const CLOUDWATCH_LOGS: AwsService = {
  id: 'CLOUDWATCH_LOGS',
  host: 'logs',
  target: 'Logs_20140328',
  version: '1.1',
};

const Page = z.object({ events: listOf({ message: Text }), nextBackwardToken: Text });

/** Of whoever reads the end of a log: the groups that CodeBuild and CodePipeline make unless told otherwise. */
export const LOG_NEED: Need = {
  actions: ['logs:GetLogEvents'],
  resources: ['/aws/codebuild/', '/aws/codepipeline/'].map((beginning) =>
    arnsOf('logs', `log-group:${beginning}*:log-stream:*`),
  ),
  reason: 'which runs fail, and so which streams are read, is not known when we deploy',
  isForLog: true,
};

/** Some twenty lines are shown; a hundred reach back behind what tools say after an error. */
const MAX_EVENTS = 100;

export interface LogStream {
  readonly group: string;
  readonly stream: string;
}

interface Place {
  readonly services: AwsServices;
  readonly region: string;
}

/**
 * The last messages of a log stream, oldest first, as they are; none where it does not exist.
 *
 * @throws errors of AwsServices; zod's, when an answer is not what it should be
 */
export async function readLogTail(from: LogStream, place: Place): Promise<readonly string[]> {
  const last = await readPage(from, place);
  // A page may be empty with more before it.
  const token = last?.events.length === 0 ? last.nextBackwardToken : undefined;
  const page = token === undefined ? last : await readPage(from, place, token);
  return (page?.events ?? []).flatMap(({ message }) => message ?? []);
}

async function readPage({ group, stream }: LogStream, { services, region }: Place, token?: string) {
  return ask(services, {
    service: CLOUDWATCH_LOGS,
    region,
    operation: 'GetLogEvents',
    input: {
      logGroupName: group,
      logStreamName: stream,
      limit: MAX_EVENTS,
      startFromHead: false,
      ...(token !== undefined && { nextToken: token }),
    },
    answer: Page,
    // What never ran has no stream; what ran long ago may have none any more.
    absent: ['ResourceNotFoundException'],
  });
}
