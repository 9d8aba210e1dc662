import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageService } from '#infra/package.ts';
import type { Settings } from '#shared/config/compiled.ts';
import { APPROVALS_TOPIC_ARN, createPublisher, withApprovalsTopic } from './approvals-topic.ts';
import { createArchiveReader } from './archive-reader.ts';
import { ACCOUNT, REGION } from './aws/identity.ts';
import { type EmbeddedAws, startEmbeddedAws } from './aws/index.ts';
import type { Cleanup } from './cleanup.ts';
import { createLoopbackCodePipeline } from './codepipeline/index.ts';
import { startConsole } from './console/index.ts';
import { createDecisionReader } from './decisions.ts';
import { createTopics, toSurroundings } from './destinations.ts';
import { createLogBook, type LogBook } from './log-book.ts';
import { createMachines } from './machines.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import { mountProviders } from './providers/index.ts';
import { type LoopbackSlack, startLoopbackSlack } from './slack/index.ts';

const JOB_FUNCTION = 'signalbox-dev-pipeline-job';
// The service takes half a minute; nobody watches a demo for that long.
const CONTINUE_AFTER_MILLISECONDS = 3_000;

export interface StackOptions {
  readonly settings: Settings;
  readonly settingsFile: string;
  /** Of the console; 0 for a free one. */
  readonly port: number;
  /** Told of each step before it is taken. */
  readonly step: (what: string) => void;
  readonly report: (error: unknown) => void;
  readonly cleanup: Cleanup;
}

export interface Stack {
  /** Where the AWS answers. */
  readonly endpoint: string;
  readonly console: string;
}

interface Outside {
  readonly slack: LoopbackSlack;
  readonly mailbox: Mailbox;
  readonly log: LogBook;
}

/** Packages the service and brings everything to life that it needs, in this process and its children. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { settings, step, cleanup } = options;
  step('packaging the template and the functions');
  const into = await mkdtemp(join(tmpdir(), 'signalbox-'));
  cleanup.add(() => rm(into, { recursive: true, force: true }));
  const { templateFile, bundleDirectory } = await packageService({
    into,
    settingsFile: options.settingsFile,
    parameters: { notificationTopicArns: APPROVALS_TOPIC_ARN },
  });

  step('starting Slack');
  const slack = await startLoopbackSlack();
  cleanup.add(slack.stop);
  const { channels, secrets, topics } = toSurroundings(settings, slack);
  // One of them is shared with another workspace, so that there is somebody who may see and press, but not decide.
  for (const [index, channel] of channels.entries()) slack.createChannel(channel, { shared: index === 0 });
  const outside = { slack, mailbox: await startMailbox(), log: createLogBook() };
  cleanup.add(outside.mailbox.stop);

  step('starting AWS: queues, table, bucket, rules and functions');
  const template = withApprovalsTopic(JSON.parse(await readFile(templateFile, 'utf8')));
  const aws = await startAws({ template, bundleDirectory }, outside);
  cleanup.add(aws.stop);
  if (aws.apiUrl !== undefined) slack.setRequestUrl(`${aws.apiUrl}/slack`);
  for (const [name, value] of secrets) aws.putSecret(name, value);
  await createTopics(topics, aws);
  await createMachines(settings, aws);

  step('starting CodePipeline and the console');
  return { endpoint: aws.endpoint, console: await startPage(aws, outside, options) };
}

async function startAws(
  packaged: { readonly template: unknown; readonly bundleDirectory: string },
  { slack, mailbox, log }: Outside,
): Promise<EmbeddedAws> {
  const aws = await startEmbeddedAws({
    ...packaged,
    functionEnvironment: { SLACK_API_URL: slack.apiUrl, AWS_ENDPOINT_URL_SNS: mailbox.endpoint },
    log: log.add,
  });
  mailbox.forwardTo(aws.endpoint);
  return aws;
}

/** The pipelines of the demos, and the page that shows everything; gives its address. */
async function startPage(
  aws: EmbeddedAws,
  { slack, mailbox, log }: Outside,
  { settings, port, report, cleanup }: StackOptions,
): Promise<string> {
  const topics = createPublisher(aws);
  cleanup.add(topics.stop);
  const codepipeline = createLoopbackCodePipeline({
    account: ACCOUNT,
    region: REGION,
    emit: aws.putEvent,
    publish: topics.publish,
    invoke: aws.invokeAsync,
    jobFunctionName: JOB_FUNCTION,
    continueAfterMilliseconds: CONTINUE_AFTER_MILLISECONDS,
    report,
  });
  cleanup.add(codepipeline.stop);
  aws.mount('codepipeline', codepipeline.handle);
  mountProviders(codepipeline.failedRuns, { json: aws.mount, query: aws.mountQuery });

  const archive = createArchiveReader(aws);
  cleanup.add(archive.stop);
  const decisions = createDecisionReader(aws, settings);
  cleanup.add(decisions.stop);
  const { url, stop } = await startConsole({
    slack,
    codepipeline,
    archive,
    decisions: decisions.list,
    mail: mailbox.mails,
    log: log.lines,
    subscribe: (listener) => {
      const leave = [mailbox, log].map(({ subscribe }) => subscribe(listener));
      return () => {
        for (const end of leave) end();
      };
    },
    port,
    report,
  });
  cleanup.add(stop);
  return url;
}
