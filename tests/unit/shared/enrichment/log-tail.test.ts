import { describe, expect, it } from '@jest/globals';
import { LOG_NEED, readLogTail } from '#shared/enrichment/log-tail.ts';
import { fakeServices, logEvents } from '#tests/support/failed-build.ts';
import { FakeAwsJson, refusal } from '#tests/support/fake-aws-json.ts';

const STREAM = { group: '/aws/codebuild/web-shop-test', stream: '1f0c8c1e' };
const INPUT = {
  logGroupName: STREAM.group,
  logStreamName: STREAM.stream,
  limit: 100,
  startFromHead: false,
};

function read(logs: FakeAwsJson) {
  const { services, regions } = fakeServices({ CLOUDWATCH_LOGS: logs });
  return { tail: readLogTail(STREAM, { services, region: 'eu-west-1' }), regions };
}

describe('readLogTail', () => {
  it('gives the last messages of a stream as they are', async () => {
    const logs = new FakeAwsJson(logEvents('one\r\n', '\u001b[31mtwo'));

    const { tail, regions } = read(logs);

    expect(await tail).toEqual(['one\r\n', '\u001b[31mtwo']);
    expect(logs.calls).toEqual([{ operation: 'GetLogEvents', input: INPUT }]);
    expect(regions).toEqual(['eu-west-1']);
  });

  it('looks at one page before an empty one', async () => {
    const logs = new FakeAwsJson(logEvents(), logEvents('one'), logEvents('two'));

    expect(await read(logs).tail).toEqual(['one']);
    expect(logs.calls.map(({ input }) => input)).toEqual([INPUT, { ...INPUT, nextToken: 'b/1' }]);
  });

  it('looks no further than that', async () => {
    const logs = new FakeAwsJson(logEvents());

    expect(await read(logs).tail).toEqual([]);
    expect(logs.calls).toHaveLength(2);
  });

  it.each([
    ['nothing', {}],
    ['no token', { events: [] }],
    ['null', { events: null, nextBackwardToken: null }],
    ['events without a message', { events: [{ timestamp: 1 }, { message: null }] }],
  ])('takes an answer that holds %s', async (_, answer) => {
    expect(await read(new FakeAwsJson(answer)).tail).toEqual([]);
  });

  it('gives nothing of a stream or a group that is not there', async () => {
    expect(await read(new FakeAwsJson(refusal('ResourceNotFoundException'))).tail).toEqual([]);
  });

  it.each([
    ['AccessDeniedException', 'config'],
    ['ThrottlingException', 'rate_limited'],
  ])('fails with %s', async (code, kind) => {
    await expect(read(new FakeAwsJson(refusal(code))).tail).rejects.toMatchObject({ code: kind });
  });
});

it('needs streams of the groups that docs/channels/slack.md names, and only for who shows lines', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills it in
  const account = 'arn:${AWS::Partition}:logs:*:${AWS::AccountId}';

  expect(LOG_NEED).toMatchObject({
    actions: ['logs:GetLogEvents'],
    resources: [
      `${account}:log-group:/aws/codebuild/*:log-stream:*`,
      `${account}:log-group:/aws/codepipeline/*:log-stream:*`,
    ],
    isForLog: true,
  });
});
