import type { Diagnostician } from '../diagnosis.ts';
import { ACTION_CONFIGURATION_NEED, arnsOf } from '../needs.ts';

/** The first error of an environment since the action began; what follows says only that the deployment failed. */
export const elasticBeanstalk: Diagnostician = {
  providers: ['Deploy/ElasticBeanstalk'],
  needs: [
    {
      actions: ['elasticbeanstalk:DescribeEvents'],
      resources: [arnsOf('elasticbeanstalk', 'application/*'), arnsOf('elasticbeanstalk', 'environment/*/*')],
      reason: 'which environments pipelines deploy to is not known when we deploy',
    },
    ACTION_CONFIGURATION_NEED,
  ],
  async diagnose(failed, { services, configurations }) {
    const configuration = await configurations.find(failed);
    const { values, startedAt: since } = configuration ?? {};
    const [application, environment] = [values?.ApplicationName, values?.EnvironmentName];
    if (environment === undefined || since === undefined) return undefined;
    const beanstalk = services.beanstalk(failed.region);
    const [first] = (await beanstalk.findErrors({ application, environment, since })) ?? [];
    if (first === undefined) return undefined;
    // '[Instance: i-0abc] Command failed on instance. Return code: 1 …'
    const [, instance, message] = /^\[Instance: ([\w-]+)\]\s*(.*)$/s.exec(first) ?? [];
    return { failedAt: instance ?? environment, why: message || first };
  },
};
