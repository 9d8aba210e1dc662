import { parseCodedError, sayError } from '#shared/domain/coded-error.ts';
import { logStreamUrl } from '#shared/domain/console.ts';
import type { Asking, Diagnosis, Diagnostician, FailedAction } from '../diagnosis.ts';
import { LOG_NEED, type LogStream, readLogTail } from '../log-tail.ts';
import { ACTION_CONFIGURATION_NEED } from '../needs.ts';
import { answerOf, failuresOf } from '../parts.ts';

/** Commands that CodePipeline runs by itself, whose event names their log stream. */
export const commands: Diagnostician = {
  providers: ['Compute/Commands', 'Build/ECRBuildAndPublish'],
  needs: [{ ...ACTION_CONFIGURATION_NEED, isForLog: true }, LOG_NEED],
  async diagnose(failed, asking) {
    const { externalId = '', summary = '', url } = failed.facts;
    const stream = parseLogStream(externalId);
    const [log] = await Promise.allSettled([asking.wantsLog ? readLog(failed, stream, asking) : undefined]);
    return toDiagnosis({
      why: sayError(parseCodedError(summary) ?? {}),
      url: url === undefined && stream ? logStreamUrl(failed.region, stream.group, stream.stream) : undefined,
      log: answerOf(log),
      missed: failuresOf(log),
    });
  },
};

async function readLog(
  failed: FailedAction,
  stream: LogStream | undefined,
  { services, configurations }: Asking,
): Promise<readonly string[] | undefined> {
  const from = stream ?? parseLogStream((await configurations.find(failed))?.logStreamArn ?? '');
  return from === undefined ? undefined : readLogTail(from, { services, region: failed.region });
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
