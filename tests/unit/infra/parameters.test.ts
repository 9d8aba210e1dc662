import { describe, expect, it } from '@jest/globals';
import { readParameters } from '#infra/parameters.ts';

const NONE = {
  alarmTopicArn: '',
  dashboard: 'false',
  logLevel: 'INFO',
  logRetentionDays: 30,
  memberAccounts: '',
  notificationTopicArns: '',
  permissionsBoundaryArn: '',
  tags: '',
};
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:alarms';

describe('readParameters', () => {
  it('takes empty texts for nothing', () => {
    expect(readParameters(NONE)).toEqual({
      parameters: {
        alarmTopicArn: undefined,
        dashboard: false,
        logLevel: 'INFO',
        logRetentionDays: 30,
        memberAccounts: [],
        notificationTopicArns: [],
        permissionsBoundaryArn: undefined,
        tags: {},
      },
      mistakes: [],
    });
  });

  it('parts lists by commas, and a tag at its first equals sign', () => {
    const raw = { ...NONE, notificationTopicArns: `${TOPIC}, ${TOPIC}.fifo,`, tags: 'team=web, query=a=b' };

    expect(readParameters(raw)).toMatchObject({
      parameters: { notificationTopicArns: [TOPIC, `${TOPIC}.fifo`], tags: { team: 'web', query: 'a=b' } },
    });
  });

  it.each([
    ['alarmTopicArn', 'alarms'],
    ['alarmTopicArn', 'arn:aws:sqs:eu-west-1:111122223333:alarms'],
    ['notificationTopicArns', `${TOPIC},arn:aws:sns:eu-west-1:1:short`],
    ['dashboard', 'maybe'],
    ['memberAccounts', '222233334444,our-other-account'],
    ['memberAccounts', Array.from({ length: 51 }, (_, index) => 222233330000 + index).join(',')],
    ['logLevel', 'LOUD'],
    ['logLevel', 'info'],
    ['logRetentionDays', '31'],
    ['logRetentionDays', 'ever'],
    ['logRetentionDays', ''],
    ['permissionsBoundaryArn', 'arn:aws:iam::111122223333:role/admin'],
    ['tags', 'team'],
    ['tags', 'aws:team=web'],
  ])('refuses the %s "%s"', (name, value) => {
    expect(readParameters({ ...NONE, [name]: value })).toEqual({ mistakes: [expect.stringContaining(name)] });
  });

  it.each([
    'arn:aws-cn:sns:cn-north-1:111122223333:alarms',
    'arn:aws-us-gov:sns:us-gov-west-1:111122223333:alarms',
  ])('knows the other partitions: %s', (alarmTopicArn) => {
    expect(readParameters({ ...NONE, alarmTopicArn })).toMatchObject({ parameters: { alarmTopicArn } });
  });

  it('says which values of a list there are', () => {
    const { mistakes } = readParameters({ ...NONE, logLevel: 'LOUD', logRetentionDays: '31' });

    expect(mistakes).toEqual([
      'logLevel: must be one of DEBUG, INFO, WARN, ERROR',
      expect.stringMatching(/^logRetentionDays: must be one of 1, 3, 5, .*, 3653$/),
    ]);
  });

  it('reports every mistake at once', () => {
    const { mistakes } = readParameters({
      ...NONE,
      alarmTopicArn: 'a',
      permissionsBoundaryArn: 'b',
      tags: 'c',
    });

    expect(mistakes).toHaveLength(3);
  });
});
