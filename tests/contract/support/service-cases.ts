import type { NoticeTone, Service } from '#shared/domain/notice.ts';
import { CALL } from '#shared/domain/observation.ts';
import { ACCOUNT, REGION } from '#tests/support/build-event.ts';
import { sampleOf } from '#tests/support/samples.ts';
import type { SourceCase } from './source-cases.ts';

const CONSOLE = 'https://eu-west-1.console.aws.amazon.com';

/** One entry a service, by its source's id. */
export const SERVICE_CASES: Readonly<Record<Service, SourceCase>> = {
  cloudtrail: callCase(),
  alarms: noticeCase('alarms', {
    sample: 'alarms/alarm',
    title: 'storefront-5xx',
    headline:
      'is in alarm: Threshold Crossed: 1 datapoint [41.0 (04/03/26 09:39:00)] was greater than the threshold (20.0).',
    tone: 'bad',
    details: {
      Description: 'Too many requests fail',
      Metric: 'AWS/ApplicationELB HTTPCode_Target_5XX_Count',
    },
    link: ['Open alarm', 'cloudwatch/home?region=eu-west-1#alarmsV2:alarm/storefront-5xx'],
  }),
  appconfig: noticeCase('appconfig', {
    sample: 'appconfig/deployment-rolled-back',
    title: 'storefront',
    headline: 'deployment 18 to prod was rolled back',
    tone: 'bad',
    details: {
      Profile: 'features',
      Version: '6',
    },
    link: [
      'Open environment',
      'systems-manager/appconfig/applications/q3k8zpa/environments/w7m2xcd?region=eu-west-1',
    ],
  }),
  cloudformation: noticeCase('cloudformation', {
    sample: 'cloudformation/stack-roll-back-started',
    title: 'storefront-prod',
    headline: 'is being rolled back: The following resource(s) failed to update: [Service].',
    tone: 'bad',
    details: {
      Status: 'UPDATE_ROLLBACK_IN_PROGRESS',
    },
    link: [
      'Open stack',
      'cloudformation/home?region=eu-west-1#/stacks/events?stackId=arn%3Aaws%3Acloudformation%3Aeu-west-1%3A111122223333%3Astack/storefront-prod/cae24493-9fcc-478f-a7f9-163b5cae8927',
    ],
  }),
  codeartifact: noticeCase('codeartifact', {
    sample: 'codeartifact/package-published',
    title: '@shop/checkout 2.4.0',
    headline: 'was published',
    tone: 'good',
    details: {
      Repository: 'example/libraries',
      Format: 'npm',
    },
    link: ['Open repository', 'codesuite/codeartifact/d/111122223333/example/r/libraries?region=eu-west-1'],
  }),
  codebuild: noticeCase('codebuild', {
    sample: 'codebuild/build-failed',
    title: 'nightly-jobs',
    headline: 'failed in phase BUILD',
    tone: 'bad',
    details: {
      Why: 'A command failed: make nightly. Reason: exit status 2',
      Build: '412',
      Version: 'refs/heads/main',
      'Started by': 'user/mary.major',
    },
    link: [
      'Open build',
      'codesuite/codebuild/111122223333/projects/nightly-jobs/build/nightly-jobs%3Ad5f76084-8d93-4e47-9712-39e46a79d59c?region=eu-west-1',
    ],
    log: 'cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Fcodebuild$252Fnightly-jobs/log-events/d5f76084-8d93-4e47-9712-39e46a79d59c',
  }),
  codecommit: noticeCase('codecommit', {
    sample: 'codecommit/pull-request-merged',
    title: 'storefront',
    headline: 'has pull request 46 merged',
    tone: 'good',
    details: {
      Title: 'Raise the timeout of the checkout',
      By: 'mary.major',
      From: 'feature/checkout',
      Into: 'main',
    },
    link: [
      'Open pull request',
      'codesuite/codecommit/repositories/storefront/pull-requests/46/details?region=eu-west-1',
    ],
  }),
  codedeploy: noticeCase('codedeploy', {
    sample: 'codedeploy/deployment-failed',
    title: 'storefront',
    headline: 'deployment d-7QX3M2K9A failed',
    tone: 'bad',
    details: {
      Group: 'prod',
    },
    link: ['Open deployment', 'codesuite/codedeploy/deployments/d-7QX3M2K9A?region=eu-west-1'],
  }),
  ecr: noticeCase('ecr', {
    sample: 'ecr/scan-with-findings',
    title: 'shop/storefront:1.8.0',
    headline: 'has vulnerabilities: 2 critical, 7 high',
    tone: 'bad',
    details: {
      Digest: 'sha256:cec9c6e88d3530dc3206212202d230f6629a1124f0bfb69341fdbbff74cbbf7a',
    },
    link: ['Open repository', 'ecr/repositories/private/111122223333/shop/storefront?region=eu-west-1'],
  }),
  ecs: noticeCase('ecs', {
    sample: 'ecs/deployment-failed',
    title: 'storefront',
    headline:
      'deployment ecs-svc/5902302394644835190 failed: ECS deployment circuit breaker: tasks failed to start.',
    tone: 'bad',
    details: {
      Cluster: 'prod',
    },
    link: ['Open service', 'ecs/v2/clusters/prod/services/storefront?region=eu-west-1'],
  }),
  'elastic-beanstalk': noticeCase('elastic-beanstalk', {
    sample: 'elastic-beanstalk/health-severe',
    title: 'storefront-prod',
    headline:
      'has trouble: Environment health has transitioned from Ok to Severe. 100.0 % of the requests are failing with HTTP 5xx.',
    tone: 'bad',
    details: {
      Application: 'storefront',
      Severity: 'WARN',
    },
    link: [
      'Open application',
      'elasticbeanstalk/home?region=eu-west-1#/application/overview?applicationName=storefront',
    ],
  }),
  inspector: noticeCase('inspector', {
    sample: 'inspector/finding-critical',
    title: 'shop/storefront:1.8.0, stable',
    headline: 'has a critical vulnerability: CVE-2099-12345 - unpack',
    tone: 'bad',
    details: {},
    link: ['Open findings', 'inspector/v2/home?region=eu-west-1#/findings/all'],
  }),
  s3: noticeCase('s3', {
    sample: 's3/object-created',
    title: 'release-files',
    headline: 'has a new object: storefront/1.8.0/bundle.zip',
    tone: 'neutral',
    details: {
      Size: '5.2 MB',
      Version: '418a8158f0143d1717b84d23',
      How: 'PutObject',
    },
    link: ['Open object', 's3/object/release-files?region=eu-west-1&prefix=storefront/1.8.0/bundle.zip'],
  }),
  'step-functions': noticeCase('step-functions', {
    sample: 'step-functions/failed',
    title: 'settle-orders',
    headline: 'failed: OrderNotFound',
    tone: 'bad',
    details: {
      Why: 'No order has this number',
      Execution: '1539dc99-536b-4317-9900-025515498810',
    },
    link: [
      'Open execution',
      'states/home?region=eu-west-1#/v2/executions/details/arn%3Aaws%3Astates%3Aeu-west-1%3A111122223333%3Aexecution%3Asettle-orders%3A1539dc99-536b-4317-9900-025515498810',
    ],
  }),
};

interface Told {
  readonly title: string;
  readonly headline: string;
  readonly tone: NoticeTone;
  readonly details: Readonly<Record<string, string>>;
  /** Label and path. */
  readonly link: readonly [string, string];
  /** Its path. */
  readonly log?: string;
}

function noticeCase(
  service: Service,
  { sample, details, link: [label, path], log, ...told }: Told & { readonly sample: string },
): SourceCase {
  const raw = sampleOf(sample);
  const {
    id,
    source,
    time,
    resources: [resource],
  } = raw;
  return {
    raw,
    read: {
      notice: {
        kind: 'notice',
        ...{ id, source, account: ACCOUNT, region: REGION, resource, time: Date.parse(time) / 1000 },
        ...told,
        service,
        ...(Object.keys(details).length > 0 && {
          details: Object.entries(details).map(([name, text]) => ({ label: name, text })),
        }),
        link: { label, url: `${CONSOLE}/${path}` },
        ...(log !== undefined && { log: { label: 'Open log', url: `${CONSOLE}/${log}` } }),
      },
    },
  };
}

function callCase(): SourceCase {
  const raw = sampleOf('cloudtrail/start');
  return {
    raw,
    read: {
      event: {
        execution: {
          account: ACCOUNT,
          region: REGION,
          pipeline: 'storefront-release',
          executionId: '7ce80494-5ad8-4924-a3ba-4d2eddd69008',
        },
        state: CALL,
        time: Date.parse(raw.time) / 1000,
        facts: { startedBy: 'mary.major' },
      },
    },
  };
}
