import { describe, expect, it } from '@jest/globals';
import { DEPLOY_HELP, readDeployOptions } from '#cli/deploy-options.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:approvals';

describe('readDeployOptions', () => {
  it('deploys the stage dev when nothing is said', () => {
    expect(readDeployOptions([])).toEqual({
      deployment: { command: ['deploy', '--stage=dev'], environment: {} },
    });
  });

  it('hands every option on to the framework', () => {
    const options = readDeployOptions([
      ...['--stage', 'prod', '--region', 'eu-central-1', '--profile', 'ops', '--config', 'ours.yml'],
      ...[
        '--log-retention',
        '90',
        '--log-level',
        'DEBUG',
        '--no-deletion-protection',
        '--dashboard',
        '--table-key-in-account',
        '--alarm-topic',
        TOPIC,
      ],
      ...[
        '--notification-topic',
        TOPIC,
        '--notification-topic',
        `${TOPIC}2`,
        '--tag',
        'team=web',
        '--tag',
        'cost=4',
      ],
      ...['--member-account', '222233334444', '--member-account', '333344445555'],
      ...['--permissions-boundary', 'arn:aws:iam::111122223333:policy/bound'],
    ]);

    expect(options).toEqual({
      deployment: {
        command: [
          'deploy',
          '--stage=prod',
          '--region=eu-central-1',
          '--aws-profile=ops',
          `--param=alarmTopicArn=${TOPIC}`,
          '--param=memberAccounts=222233334444,333344445555',
          `--param=notificationTopicArns=${TOPIC},${TOPIC}2`,
          '--param=permissionsBoundaryArn=arn:aws:iam::111122223333:policy/bound',
          '--param=tags=team=web,cost=4',
          '--param=logRetentionDays=90',
          '--param=logLevel=DEBUG',
          '--param=dashboard=true',
          '--param=tableKeyInAccount=true',
          '--param=deletionProtection=false',
        ],
        environment: { SIGNALBOX_CONFIG: 'ours.yml' },
      },
    });
  });

  it('only packages in a dry run', () => {
    expect(readDeployOptions(['--dry-run'])).toMatchObject({
      deployment: { command: ['package', '--stage=dev'] },
    });
  });

  it('names all wrong values at once, before anything is built', () => {
    const options = readDeployOptions([
      ...['--stage', 'Prod', '--alarm-topic', 'alarms', '--tag', 'team'],
      ...['--log-level', 'LOUD', '--log-retention', '31'],
    ]);

    expect(options).toEqual({
      mistakes: [
        expect.stringContaining('"Prod"'),
        expect.stringContaining('alarmTopicArn'),
        'logLevel: must be one of DEBUG, INFO, WARN, ERROR',
        expect.stringContaining('logRetentionDays: must be one of 1, 3,'),
        expect.stringContaining('tags'),
      ],
    });
  });

  it.each([[['--alarm-topics', TOPIC]], [['--region']], [['prod']]])(
    'refuses %j and points to the help',
    (argv) => {
      expect(readDeployOptions(argv)).toEqual({ mistakes: [expect.stringContaining('--help')] });
    },
  );

  it('offers the help before it looks at anything else', () => {
    expect(readDeployOptions(['--help', '--stage', 'Prod'])).toEqual({ help: true });
  });
});

describe('the help', () => {
  it('tells of every option that is taken, and of no other', () => {
    const told = [...DEPLOY_HELP.matchAll(/^ {2}--([a-z-]+)(?: ([A-Z=]+))?/gm)].map(([, name = '', value]) =>
      value ? [`--${name}`, exampleOf(name)] : [`--${name}`],
    );

    expect(told).toHaveLength(18);
    for (const option of told) expect(readDeployOptions(option)).not.toHaveProperty('mistakes');
  });
});

function exampleOf(name: string): string {
  if (name.endsWith('-topic')) return TOPIC;
  if (name === 'permissions-boundary') return 'arn:aws:iam::111122223333:policy/bound';
  if (name === 'member-account') return '222233334444';
  if (name === 'log-level') return 'WARN';
  if (name === 'log-retention') return '14';
  return name === 'tag' ? 'team=web' : 'something';
}
