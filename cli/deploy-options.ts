import { parseArgs } from 'node:util';
import { readParameters } from '#infra/parameters.ts';

export const DEPLOY_HELP = `Deploys Signalbox into the AWS account whose credentials are in the environment.

  npm run deploy -- [options]

  --stage NAME                 what names and settings derive from (default: dev; prod is protected)
  --region NAME                where to deploy (default: AWS_REGION, else eu-west-1)
  --profile NAME               credentials from this profile of ~/.aws/config
  --config FILE                settings file (default: SIGNALBOX_CONFIG, else signalbox.yml)
  --log-retention DAYS         how long logs are kept (default: 30; prod 365)
  --log-level LEVEL            DEBUG, INFO, WARN or ERROR (default: INFO)
  --alarm-topic ARN            existing SNS topic that is told of alarms (default: nobody is)
  --member-account ACCOUNT     account whose events rules of its own forward here (infra/member.yml); repeatable
  --notification-topic ARN     existing SNS topic of notification rules or approvals to listen to; repeatable
  --permissions-boundary ARN   IAM policy that bounds every role
  --tag NAME=VALUE             put on everything that takes tags; repeatable
  --dashboard                  make a dashboard in CloudWatch (default in prod)
  --no-dashboard               …or not (default elsewhere)
  --table-key-in-account       encrypt the table with the account's own aws/dynamodb key, not with AWS's
  --deletion-protection        protect stack and table from deletion (default in prod)
  --no-deletion-protection     …or not (default elsewhere)
  --dry-run                    package only: .serverless/ then holds what would be deployed; needs no credentials
  --help                       this text

Secrets are not options: put them into Secrets Manager and name them in signalbox.yml.
`;

const OPTIONS = {
  stage: { type: 'string', default: 'dev' },
  region: { type: 'string' },
  profile: { type: 'string' },
  config: { type: 'string' },
  'log-retention': { type: 'string' },
  'log-level': { type: 'string' },
  'alarm-topic': { type: 'string' },
  'member-account': { type: 'string', multiple: true },
  'notification-topic': { type: 'string', multiple: true },
  'permissions-boundary': { type: 'string' },
  tag: { type: 'string', multiple: true },
  dashboard: { type: 'boolean' },
  'table-key-in-account': { type: 'boolean' },
  'deletion-protection': { type: 'boolean' },
  'dry-run': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Right in itself, for what is not given, or what the option's own type leaves no way to get wrong. */
const NO_NEWS = { dashboard: 'false', logLevel: 'INFO', logRetentionDays: '30' };

const STAGE = /^[a-z][a-z0-9-]{0,19}$/;

/** A deployment as the framework's command line, and what it finds in the environment. */
export interface Deployment {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads the options of `npm run deploy`; every mistake is a sentence of its own. */
export function readDeployOptions(
  argv: readonly string[],
): { help: true } | { mistakes: readonly string[] } | { deployment: Deployment } {
  const parsed = parse(argv);
  if (typeof parsed === 'string') return { mistakes: [parsed] };
  if (parsed.help) return { help: true };
  const mistakes = [
    ...stageMistakes(parsed.stage),
    ...readParameters({ ...NO_NEWS, ...named(parsed), ...logging(parsed) }).mistakes,
  ];
  return mistakes.length > 0 ? { mistakes } : { deployment: toDeployment(parsed) };
}

type Options = Exclude<ReturnType<typeof parse>, string>;

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowNegative: true, options: OPTIONS }).values;
  } catch (error) {
    // The parser's own sentence names the option; it is the only error it throws.
    return `${error instanceof Error ? error.message : String(error)} (npm run deploy -- --help lists the options)`;
  }
}

function stageMistakes(stage: string): readonly string[] {
  const wanted = 'must be up to 20 lower-case letters, digits and dashes, beginning with a letter';
  return STAGE.test(stage) ? [] : [`stage: "${stage}" ${wanted}`];
}

function toDeployment(options: Options): Deployment {
  const { stage, region, profile, config } = options;
  return {
    command: [
      options['dry-run'] ? 'package' : 'deploy',
      `--stage=${stage}`,
      ...(region === undefined ? [] : [`--region=${region}`]),
      ...(profile === undefined ? [] : [`--aws-profile=${profile}`]),
      ...parameterFlags(options),
    ],
    environment: config === undefined ? {} : { SIGNALBOX_CONFIG: config },
  };
}

/** What is not given is not passed on, so that the stage's own value in serverless.yml stands. */
function parameterFlags(options: Options): readonly string[] {
  const values = {
    ...named(options),
    ...logging(options),
    dashboard: options.dashboard?.toString(),
    tableKeyInAccount: options['table-key-in-account']?.toString(),
    deletionProtection: options['deletion-protection']?.toString(),
  };
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `--param=${name}=${value}`);
}

function logging(options: Options) {
  const { 'log-retention': logRetentionDays, 'log-level': logLevel } = options;
  return { ...(logRetentionDays && { logRetentionDays }), ...(logLevel && { logLevel }) };
}

function named(options: Options) {
  return {
    alarmTopicArn: options['alarm-topic'] ?? '',
    memberAccounts: (options['member-account'] ?? []).join(','),
    notificationTopicArns: (options['notification-topic'] ?? []).join(','),
    permissionsBoundaryArn: options['permissions-boundary'] ?? '',
    tags: (options.tag ?? []).join(','),
  };
}
