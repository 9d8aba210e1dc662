import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Package, packageService } from '#infra/package.ts';
import { type EmbeddedAws, startEmbeddedAws } from '#local/aws/index.ts';
import { type LoopbackSlack, startLoopbackSlack } from '#local/slack/index.ts';
import { type SlackProxyOptions, startSlackProxy } from './slack-proxy.ts';

export interface RigOptions {
  /** signalbox.yml. */
  readonly config: string;
  readonly channels: readonly string[];
  /** Whether whoever calls is killed here: before its request goes on, or before it gets the answer. */
  readonly kills?: (environment: string) => boolean;
  readonly slackTrouble?: SlackProxyOptions['trouble'];
  /** The code of an error to answer with, in the service's place. */
  readonly awsTrouble?: (call: {
    readonly service: string;
    readonly operation: string;
  }) => string | undefined;
  readonly skewSeconds?: (environment: string) => number;
}

/** The packaged service, its bundles in processes of their own, with trouble on every way out of them. */
export interface Rig {
  readonly aws: EmbeddedAws;
  readonly slack: LoopbackSlack;
  readonly logs: readonly string[];
  readonly bundleDirectory: string;
  /** Environments killed so far, and AWS's answers withheld. */
  readonly counts: { kills: number; refusals: number };
  /** Bodies onto the events queue, as fast as it takes them. */
  send(bodies: readonly string[]): Promise<void>;
  /** From now on Slack takes only this token, and Secrets Manager has it. */
  rotate(token: string): void;
  /** Tokens that Slack refused, call by call. */
  readonly refused: readonly string[];
  /** Messages in the queue with that logical id: waiting, delayed or in flight. */
  count(logicalId: string): Promise<number>;
  /**
   * Logical ids of dead-letter queues with something in them. Not the rules': events come by no rule here, and a tick of
   * the schedule that was killed with its environment is made up for by the next one.
   */
  deadLetters(): Promise<readonly string[]>;
  /** Until all queues are empty; but for looks that are put off until later, unless they are waited for too. */
  drain(options: { readonly limitSeconds: number; readonly putOffToo: boolean }): Promise<void>;
  stop(): Promise<void>;
}

const SKEW = new URL('./skew.js', import.meta.url).href;
const ENVIRONMENTS = 8;
/** A killed worker's messages come back after it; Lambda wants it no shorter than the function's own limit. */
const VISIBILITY_SECONDS = 10;
const QUEUES = ['EventsQueue', 'EnrichmentQueue', 'DeliveriesQueue'];
const SQS_BATCH = 10;
const CHECK_MILLISECONDS = 250;

export async function startRig(options: RigOptions): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-faults-'));
  const settingsFile = join(folder, 'signalbox.yml');
  await writeFile(settingsFile, options.config);
  const [packaged, slack] = await Promise.all([
    packageService({ into: join(folder, 'package'), settingsFile }),
    startLoopbackSlack(),
  ]);
  for (const channel of options.channels) slack.createChannel(channel);
  const counts = { kills: 0, refusals: 0 };
  const logs: string[] = [];
  const isKilled = (environment: string) => {
    if (!options.kills?.(environment)) return false;
    counts.kills += 1;
    void aws.kill(environment);
    return true;
  };
  let token = slack.botToken;
  const refused: string[] = [];
  const proxy = await startSlackProxy({
    apiUrl: slack.apiUrl,
    botToken: slack.botToken,
    isToken: (given) => {
      if (given !== token) refused.push(given);
      return given === token;
    },
    trouble: options.slackTrouble ?? (() => undefined),
    passes: isKilled,
  });
  const aws = await startEmbeddedAws({
    template: await toRigTemplate(packaged),
    bundleDirectory: packaged.bundleDirectory,
    log: (line) => logs.push(line),
    environmentVariables: (environment) => ({
      AWS_ACCESS_KEY_ID: environment,
      SLACK_API_URL: proxy.urlFor(environment),
      ...skewVariables(options.skewSeconds?.(environment) ?? 0),
    }),
    intercept: ({ key, service, operation }, response, pass) => {
      // Only functions are numbered; our own looks at queues are let alone.
      if (!/-\d+$/.test(key)) return pass();
      if (isKilled(key)) return void response.destroy();
      const code = options.awsTrouble?.({ service, operation });
      if (code === undefined) return passOrKill(response, pass, () => isKilled(key));
      counts.refusals += 1;
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify({ __type: code }));
    },
  });
  aws.putSecret('signalbox/slack', JSON.stringify({ botToken: slack.botToken }));
  aws.mount('codepipeline', async (_, input) => ({
    pipeline: { ...Object(input), stages: ['Source', 'Build', 'Deploy'].map((name) => ({ name })) },
  }));
  const sqs = new SQSClient({
    endpoint: aws.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'rig', secretAccessKey: 'rig' },
  });
  const urlOf = (logicalId: string) => aws.resources.get(logicalId)?.ref ?? '';
  const count = async (logicalId: string, putOffToo = true) =>
    countMessages(sqs, { url: urlOf(logicalId), putOffToo });
  return {
    aws,
    slack,
    logs,
    bundleDirectory: packaged.bundleDirectory,
    counts,
    send: (bodies) => sendAll(sqs, urlOf('EventsQueue'), bodies),
    refused,
    rotate(next) {
      token = next;
      aws.putSecret('signalbox/slack', JSON.stringify({ botToken: next }));
    },
    count: (logicalId) => count(logicalId),
    async deadLetters() {
      const ids = [...aws.resources.keys()].filter(
        (id) => id.endsWith('DeadLetters') && id !== 'RuleDeadLetters',
      );
      const numbers = await Promise.all(ids.map((id) => count(id)));
      return ids.filter((_, index) => numbers[index] !== 0);
    },
    async drain({ limitSeconds, putOffToo }) {
      const giveUpAt = Date.now() + limitSeconds * 1000;
      for (;;) {
        const left = await Promise.all(QUEUES.map((id) => count(id, putOffToo)));
        if (left.every((number) => number === 0)) return;
        if (Date.now() > giveUpAt) throw new Error(`After ${limitSeconds} s ${left} are left in ${QUEUES}`);
        await wait(CHECK_MILLISECONDS);
      }
    },
    async stop() {
      sqs.destroy();
      await aws.stop();
      await proxy.stop();
      await slack.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The packaged template with eight environments a function, and shorter waits after a kill. */
async function toRigTemplate({ templateFile }: Package): Promise<unknown> {
  const template: Template = JSON.parse(await readFile(templateFile, 'utf8'));
  for (const { Type, Properties = {} } of Object.values(template.Resources)) {
    if (Type === 'AWS::Lambda::EventSourceMapping')
      Properties['ScalingConfig'] = { MaximumConcurrency: ENVIRONMENTS };
    if (Type === 'AWS::Lambda::Function' && Number(Properties['Timeout']) <= 30)
      Properties['Timeout'] = VISIBILITY_SECONDS;
    if (Type === 'AWS::SQS::Queue' && Number(Properties['VisibilityTimeout']) <= 180)
      Properties['VisibilityTimeout'] = VISIBILITY_SECONDS;
  }
  const MailTopic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'pipeline-mail' } };
  return { ...template, Resources: { MailTopic, ...template.Resources } };
}

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>
  >;
}

function skewVariables(seconds: number): Readonly<Record<string, string>> {
  return seconds === 0 ? {} : { NODE_OPTIONS: `--import ${SKEW}`, SKEW_SECONDS: String(seconds) };
}

/** The service does its work; at the last moment the answer may find nobody. */
function passOrKill(response: ServerResponse, pass: () => void, isKilled: () => boolean): void {
  const end = response.end.bind(response);
  response.end = ((...given: Parameters<typeof end>) => {
    if (isKilled()) return response.destroy();
    return end(...given);
  }) as typeof response.end;
  pass();
}

async function sendAll(sqs: SQSClient, QueueUrl: string, bodies: readonly string[]): Promise<void> {
  for (let start = 0; start < bodies.length; start += SQS_BATCH) {
    const Entries = bodies
      .slice(start, start + SQS_BATCH)
      .map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}

async function countMessages(
  sqs: SQSClient,
  { url: QueueUrl, putOffToo }: { readonly url: string; readonly putOffToo: boolean },
): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  const [visible, inFlight, delayed] = [
    Attributes.ApproximateNumberOfMessages,
    Attributes.ApproximateNumberOfMessagesNotVisible,
    Attributes.ApproximateNumberOfMessagesDelayed,
  ].map(Number);
  return (visible ?? 0) + (inFlight ?? 0) + (putOffToo ? (delayed ?? 0) : 0);
}
