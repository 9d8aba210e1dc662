import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EmbeddedAws, startEmbeddedAws } from '#local/aws/index.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FAILED = join(ROOT, 'events/codepipeline/pipeline-failed-other-account.json');
const NOTIFICATION = join(ROOT, 'events/notification-rule/pipeline-failed.json');
const THIRTY_DAYS = 30 * 86_400_000;

let aws: EmbeddedAws;
let sqs: SQSClient;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-send-'));
  aws = await startEmbeddedAws({ template: TEMPLATE, bundleDirectory: folder });
  sqs = new SQSClient({
    endpoint: aws.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});

afterAll(async () => {
  sqs.destroy();
  await aws.stop();
  rmSync(folder, { recursive: true });
});

describe('npm run send', () => {
  it('puts an event on the bus as it is, but for its time', async () => {
    const { code, stdout } = await send(FAILED, '--endpoint', aws.endpoint);

    const event = JSON.parse((await take()) ?? '');
    expect(stdout).toBe('on the bus: aws.codepipeline, CodePipeline Pipeline Execution State Change\n');
    expect(event).toMatchObject({ account: '444455556666', detail: { state: 'FAILED' } });
    expect(Date.now() - Date.parse(event.time)).toBeLessThan(60_000);
    expect(code).toBe(0);
  });

  it('keeps the time when asked to', async () => {
    await send(FAILED, '--keep-time', '--endpoint', aws.endpoint);

    const event = JSON.parse((await take()) ?? '');
    expect(Date.now() - Date.parse(event.time)).toBeGreaterThan(THIRTY_DAYS);
  });

  it('puts what came through a topic on the events queue', async () => {
    const { stdout } = await send(NOTIFICATION, '--endpoint', aws.endpoint);

    expect(JSON.parse((await take()) ?? '')).toHaveProperty('detailType');
    expect(stdout).toBe('on the events queue, as from a topic\n');
  });

  it('finds the stack that npm start wrote down', async () => {
    const file = join(folder, '.local/running.json');
    mkdirSync(join(folder, '.local'));
    writeFileSync(file, JSON.stringify({ endpoint: aws.endpoint }));

    const { code } = await send(FAILED);

    expect(code).toBe(0);
    expect(await take()).toContain('CodePipeline Pipeline Execution State Change');
    rmSync(file);
  });

  it('says so when no rule takes an event', async () => {
    const file = join(folder, 'other.json');
    writeFileSync(file, '{"source":"aws.ec2","detail-type":"EC2 Instance State-change Notification"}');

    const { stdout } = await send(file, '--endpoint', aws.endpoint);

    expect(stdout).toContain('no rule takes it');
  });

  it.each([
    ['nothing runs', [FAILED], 'run npm start first'],
    [
      'nothing answers',
      [FAILED, '--endpoint', 'http://127.0.0.1:9'],
      'nothing answers at http://127.0.0.1:9',
    ],
    ['the stack is elsewhere', [FAILED, '--endpoint', 'https://example.com'], 'on this machine'],
    ['a file is not there', ['nowhere.json'], 'nowhere.json cannot be read'],
    ['a file holds no event', [join(ROOT, 'README.md')], 'nothing was sent'],
    ['no file is given', [], 'no files given'],
  ])('refuses, with what to do, when %s', async (_, args, told) => {
    const { code, stderr } = await send(...args);

    expect(code).toBe(2);
    expect(stderr).toContain(told);
    expect(stderr).not.toContain('    at ');
  });
});

function send(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const command = [join(ROOT, 'cli/send.ts'), ...args];
    const child = execFile(process.execPath, command, { cwd: folder }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

async function take(): Promise<string | undefined> {
  const QueueUrl = aws.resources.get('EventsQueue')?.ref;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  return Messages[0]?.Body;
}

const TEMPLATE = {
  Resources: {
    EventsQueue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'signalbox-test-events' } },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['aws.codepipeline'] },
        Targets: [{ Id: 'events', Arn: { 'Fn::GetAtt': ['EventsQueue', 'Arn'] } }],
      },
    },
  },
};
