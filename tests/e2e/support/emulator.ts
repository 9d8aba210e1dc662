import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { REGION } from '#local/aws/identity.ts';
import type { StandIn, StandInOptions } from '#tests/stack/support/stand-in.ts';
import { deploy } from './deployment.ts';

/** An emulator that is not ours and runs already: emptied, and the template deployed to it. */
export async function startEmulator(endpoint: string, options: StandInOptions): Promise<StandIn> {
  await empty(endpoint);
  const clients = createClients(endpoint);
  for (const Name of options.topics) await clients.sns.send(new CreateTopicCommand({ Name }));
  const startedAt = Date.now();
  const resources = await deploy(options.packaged, options.functionEnvironment, { endpoint, ...clients });
  process.stdout.write(`${resources.size} resources deployed in ${Date.now() - startedAt} ms\n`);

  return {
    name: 'emulator',
    endpoint,
    apiUrl: `${endpoint}/_aws/execute-api/${resources.get('HttpApi')?.ref}/$default`,
    resources,
    putSecret: async (Name, SecretString) => {
      await clients.secrets.send(new CreateSecretCommand({ Name, SecretString }));
    },
    putEvent: (event) => putEvent(event, clients.events),
    invokeAsync: async (FunctionName, event) => {
      const Payload = JSON.stringify(event);
      await clients.lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
    },
    // Its state machines call its own services only.
    mountCodePipeline: () => undefined,
    createStateMachine: async (name, definition) => {
      const roleArn = 'arn:aws:iam::000000000000:role/any';
      await clients.states.send(
        new CreateStateMachineCommand({ name, roleArn, definition: JSON.stringify(definition) }),
      );
    },
    log: () => readLogs(resources, clients.logs),
    // The emulator itself goes on, and the functions with it, until the next test empties it.
    stop: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await empty(endpoint);
    },
  };
}

async function empty(endpoint: string): Promise<void> {
  const response = await fetch(`${endpoint}/_ministack/reset`, { method: 'POST' });
  if (!response.ok) throw new Error(`the emulator could not be emptied: ${response.status}`);
}

function createClients(endpoint: string) {
  const settings = {
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  return {
    cloudformation: new CloudFormationClient(settings),
    events: new EventBridgeClient(settings),
    logs: new CloudWatchLogsClient(settings),
    lambda: new LambdaClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    secrets: new SecretsManagerClient(settings),
    sns: new SNSClient(settings),
    states: new SFNClient(settings),
  };
}

/** AWS would refuse a source of its own services; this emulator takes it. */
async function putEvent(event: Readonly<Record<string, unknown>>, events: EventBridgeClient): Promise<void> {
  const entry = {
    Source: String(event['source']),
    DetailType: String(event['detail-type']),
    Detail: JSON.stringify(event['detail']),
    Resources: [event['resources'] ?? []].flat().map(String),
  };
  const { FailedEntryCount, Entries } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount !== 0) throw new Error(`the bus refused an event: ${Entries?.[0]?.ErrorMessage}`);
}

async function readLogs(
  resources: StandIn['resources'],
  logs: CloudWatchLogsClient,
): Promise<readonly string[]> {
  const groups = [...resources.values()].filter(({ type }) => type === 'AWS::Logs::LogGroup');
  const answers = await Promise.all(
    groups.map(({ ref }) => logs.send(new FilterLogEventsCommand({ logGroupName: ref }))),
  );
  return answers.flatMap(({ events = [] }) => events.flatMap(({ message }) => message ?? []));
}
