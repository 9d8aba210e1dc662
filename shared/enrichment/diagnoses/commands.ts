import * as z from 'zod/mini';
import type { AwsService } from '#shared/clients/aws-json.ts';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import { logStreamUrl } from '#shared/domain/console.ts';
import { Text } from '#shared/sources/source.ts';
import { ask, listOf, partOf } from '../ask.ts';
import { parseCodedError, sayError } from '../coded-error.ts';
import type { Diagnosis, Diagnostician, FailedAction } from '../diagnosis.ts';
import { LOG_NEED, type LogStream, readLogTail } from '../log-tail.ts';
import { ACTION_CONFIGURATION_NEED } from '../needs.ts';
import { answerOf, failuresOf } from '../parts.ts';

const CODEPIPELINE: AwsService = {
  id: 'CODEPIPELINE',
  host: 'codepipeline',
  target: 'CodePipeline_20150709',
  version: '1.1',
};

// Nothing of what the action was told to do, which may be secret.
const Runs = z.object({
  actionExecutionDetails: listOf({
    stageName: Text,
    actionName: Text,
    status: Text,
    output: partOf({ executionResult: partOf({ logStreamARN: Text }) }),
  }),
});

/** Commands that CodePipeline runs by itself, whose event names their log stream. */
export const commands: Diagnostician = {
  providers: ['Compute/Commands', 'Build/ECRBuildAndPublish'],
  needs: [{ ...ACTION_CONFIGURATION_NEED, isForLog: true }, LOG_NEED],
  async diagnose(failed, { services, wantsLog }) {
    const { externalId = '', summary = '', url } = failed.facts;
    const stream = parseLogStream(externalId);
    const [log] = await Promise.allSettled([wantsLog ? readLog(failed, { services, stream }) : undefined]);
    return toDiagnosis({
      why: sayError(parseCodedError(summary) ?? {}),
      url: url === undefined && stream ? logStreamUrl(failed.region, stream.group, stream.stream) : undefined,
      log: answerOf(log),
      missed: failuresOf(log),
    });
  },
};

interface Reading {
  readonly services: AwsServices;
  /** Undefined: the event does not name it. */
  readonly stream: LogStream | undefined;
}

async function readLog(
  failed: FailedAction,
  { services, stream }: Reading,
): Promise<readonly string[] | undefined> {
  const from = stream ?? parseLogStream((await findLogStreamArn(failed, services)) ?? '');
  return from === undefined ? undefined : readLogTail(from, { services, region: failed.region });
}

/** CodePipeline lists the newest first. These actions run in the Region of their pipeline. */
async function findLogStreamArn(
  { region, pipeline, executionId, stage, action }: FailedAction,
  services: AwsServices,
): Promise<string | undefined> {
  const listed = await ask(services, {
    service: CODEPIPELINE,
    region,
    operation: 'ListActionExecutions',
    input: { pipelineName: pipeline, filter: { pipelineExecutionId: executionId }, maxResults: 100 },
    answer: Runs,
    absent: ['PipelineNotFoundException', 'PipelineExecutionNotFoundException'],
  });
  const run = listed?.actionExecutionDetails.find(
    ({ stageName, actionName, status }) =>
      stageName === stage && actionName === action && status === 'Failed',
  );
  return run?.output?.executionResult?.logStreamARN;
}

function parseLogStream(arn: string): LogStream | undefined {
  const [, group, stream] =
    /^arn:aws[a-z-]*:logs:[a-z\d-]+:\d{12}:log-group:([^:*]{1,512}):log-stream:([^:*]{1,512})$/.exec(arn) ??
    [];
  return group === undefined || stream === undefined ? undefined : { group, stream };
}

function toDiagnosis(diagnosis: Diagnosis): Diagnosis | undefined {
  const { missed = [], ...told } = diagnosis;
  const isEmpty = missed.length === 0 && Object.values(told).every((part) => part === undefined);
  return isEmpty ? undefined : diagnosis;
}
