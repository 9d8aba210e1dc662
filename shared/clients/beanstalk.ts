import type { AwsQuery, AwsQueryService } from './aws-query.ts';
import { findAnswer } from './find-answer.ts';
import { findText, listMembers } from './xml.ts';

export const ELASTIC_BEANSTALK: AwsQueryService = {
  id: 'ELASTIC_BEANSTALK',
  host: 'elasticbeanstalk',
  version: '2010-12-01',
};

export interface EnvironmentQuery {
  readonly application: string | undefined;
  readonly environment: string;
  /** Epoch seconds. */
  readonly since: number;
}

/** AWS Elastic Beanstalk. */
export interface Beanstalk {
  /**
   * What an environment says of its errors, oldest first: of the newest hundred. Undefined: there is none of that name.
   *
   * @throws RateLimitedError, UnavailableError, ConfigError, RejectedError
   */
  findErrors(query: EnvironmentQuery): Promise<readonly string[] | undefined>;
}

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEvents.html */
export function createBeanstalk(service: AwsQuery): Beanstalk {
  return {
    async findErrors({ application, environment, since }) {
      const asked = service.call('DescribeEvents', {
        ApplicationName: application,
        EnvironmentName: environment,
        // That severity, or a higher one.
        Severity: 'ERROR',
        StartTime: new Date(since * 1000).toISOString(),
        MaxRecords: '100',
      });
      const answer = await findAnswer(asked, {
        what: `environment ${environment}`,
        absent: ['InvalidParameterValue'],
      });
      const newestFirst = answer && listMembers(answer, 'Events');
      return newestFirst?.flatMap((event) => findText(event, 'Message') ?? []).toReversed();
    },
  };
}
