import * as z from 'zod/mini';
import { toAwsError } from './aws-error.ts';
import type { AwsJson, AwsService } from './aws-json.ts';

export const CLOUDWATCH: AwsService = {
  id: 'CLOUDWATCH',
  host: 'monitoring',
  target: 'GraniteServiceVersion20100801',
  version: '1.0',
};

export interface AlarmState {
  readonly name: string;
  /** OK, ALARM or INSUFFICIENT_DATA. */
  readonly state: string;
}

/** Alarms of the function's own account and Region. */
export interface Alarms {
  /** Those of the names that exist. @throws RateLimitedError, UnavailableError, ConfigError, RejectedError */
  list(names: readonly string[]): Promise<readonly AlarmState[]>;
}

const Alarm = z.object({ AlarmName: z.string(), StateValue: z.string() });
const Described = z.object({
  MetricAlarms: z._default(z.array(Alarm), []),
  CompositeAlarms: z._default(z.array(Alarm), []),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html, at most 100 names. */
export function createAlarms(service: AwsJson): Alarms {
  return {
    async list(names) {
      const AlarmTypes = ['MetricAlarm', 'CompositeAlarm'];
      try {
        const described = Described.parse(
          await service.call('DescribeAlarms', { AlarmNames: [...names], AlarmTypes }),
        );
        return [...described.MetricAlarms, ...described.CompositeAlarms].map(
          ({ AlarmName: name, StateValue: state }) => ({ name, state }),
        );
      } catch (cause) {
        throw toAwsError(cause, 'CloudWatch DescribeAlarms');
      }
    },
  };
}
