import * as z from 'zod';
import type { EmbeddedAws } from '#local/aws/index.ts';
import type { JobEvent } from '#local/codepipeline/job-event.ts';

const DescribeAlarms = z.object({ AlarmNames: z.array(z.string()) });

/** What the pipelines of the demos do not ask for. The last is no job, so it fails. */
const MORE = [{ job: 'gate', silence: true, alarms: ['errors', 'latency'] }, { job: 'unheard-of' }];

/** CloudWatch, with every alarm that is asked for, and none of them in ALARM. */
export function mountAlarms(aws: EmbeddedAws): void {
  aws.mount('monitoring', async (operation, input) => {
    if (operation !== 'DescribeAlarms') throw new Error(`there is no ${operation} here`);
    const { AlarmNames } = DescribeAlarms.parse(input);
    return { MetricAlarms: AlarmNames.map((AlarmName) => ({ AlarmName, StateValue: 'OK' })) };
  });
}

/** As a job that CodePipeline knows, with other parameters: whether it was answered already, the function does not know. */
export async function askForMoreJobs(aws: EmbeddedAws, functionName: string, known: JobEvent): Promise<void> {
  const { id, accountId, data } = known['CodePipeline.job'];
  for (const parameters of MORE) {
    const configuration = { FunctionName: functionName, UserParameters: JSON.stringify(parameters) };
    const outcome = await aws.invoke(functionName, {
      'CodePipeline.job': { id, accountId, data: { ...data, actionConfiguration: { configuration } } },
    });
    if (!outcome.ok) throw new Error(outcome.message);
  }
}
