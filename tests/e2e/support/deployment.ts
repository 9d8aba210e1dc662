import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type ChangeSetType,
  type CloudFormationClient,
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Package } from '#infra/package.ts';
import { LEFT_OUT } from '#tests/stack/support/differences.ts';
import type { StandIn } from '#tests/stack/support/stand-in.ts';

const STACK = 'signalbox-e2e';
const BUCKET = 'ServerlessDeploymentBucket';
const TEMPLATE_KEY = 'template.json';
const CHECK_MILLISECONDS = 50;
const TIMEOUT_MILLISECONDS = 60_000;

export interface Deployment {
  readonly endpoint: string;
  readonly cloudformation: CloudFormationClient;
  readonly s3: S3Client;
}

interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: {
    readonly Code?: { readonly S3Key: string };
    readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
  };
}

/** As a deployment goes: a stack with nothing but the bucket, files into the bucket, then everything. */
export async function deploy(
  { templateFile, artifactDirectory }: Package,
  functionEnvironment: Readonly<Record<string, string>>,
  deployment: Deployment,
): Promise<StandIn['resources']> {
  const bare = await readTemplate(join(artifactDirectory, 'cloudformation-template-create-stack.json'));
  const whole = adapt(await readTemplate(templateFile), functionEnvironment);
  await changeStack({ type: 'CREATE', template: { TemplateBody: JSON.stringify(bare) } }, deployment);
  const Bucket = (await findResources(bare, deployment)).get(BUCKET)?.ref ?? '';

  const upload = (Key: string, Body: string | Buffer) =>
    deployment.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  const keys = Object.values(whole.Resources).flatMap(({ Properties }) => Properties?.Code?.S3Key ?? []);
  for (const key of keys) await upload(key, await readFile(join(artifactDirectory, basename(key))));
  await upload(TEMPLATE_KEY, JSON.stringify(whole));

  const TemplateURL = `${deployment.endpoint}/${Bucket}/${TEMPLATE_KEY}`;
  await changeStack({ type: 'UPDATE', template: { TemplateURL } }, deployment);
  return findResources(whole, deployment);
}

async function readTemplate(file: string): Promise<Template> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/**
 * All that is changed of what a deployment sends: the functions are told where the Slack and the CodePipeline of the
 * test are, and what the emulator refuses is left out.
 */
function adapt(template: Template, added: Readonly<Record<string, string>>): Template {
  const change = ({ Properties, ...resource }: TemplateResource): TemplateResource => ({
    ...resource,
    Properties: {
      ...Properties,
      Environment: { Variables: { ...Properties?.Environment?.Variables, ...added } },
    },
  });
  const resources = Object.entries(template.Resources)
    .filter(([, resource]) => !LEFT_OUT.some(({ is }) => is(resource)))
    .map(([id, resource]) => [id, resource.Type === 'AWS::Lambda::Function' ? change(resource) : resource]);
  return { ...template, Resources: Object.fromEntries(resources) };
}

interface Change {
  readonly type: ChangeSetType;
  readonly template: { readonly TemplateBody: string } | { readonly TemplateURL: string };
}

async function changeStack({ type, template }: Change, deployment: Deployment): Promise<void> {
  const { cloudformation } = deployment;
  const names = { StackName: STACK, ChangeSetName: `${STACK}-${type.toLowerCase()}` };
  await cloudformation.send(
    new CreateChangeSetCommand({
      ...names,
      ...template,
      ChangeSetType: type,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await settle(`change set ${names.ChangeSetName}`, deployment, async () => {
    const { Status, StatusReason } = await cloudformation.send(new DescribeChangeSetCommand(names));
    return { status: Status, reason: StatusReason };
  });
  await cloudformation.send(new ExecuteChangeSetCommand(names));
  await settle(`stack ${STACK}`, deployment, async () => {
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: STACK }));
    return { status: Stacks?.[0]?.StackStatus, reason: Stacks?.[0]?.StackStatusReason };
  });
}

interface State {
  readonly status: string | undefined;
  readonly reason: string | undefined;
}

async function settle(what: string, deployment: Deployment, look: () => Promise<State>): Promise<void> {
  const giveUpAt = Date.now() + TIMEOUT_MILLISECONDS;
  let { status, reason } = await look();
  while (status === undefined || /(PENDING|IN_PROGRESS)$/.test(status)) {
    if (Date.now() > giveUpAt) throw new Error(`${what} is still ${status}`);
    await wait(CHECK_MILLISECONDS);
    ({ status, reason } = await look());
  }
  if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') return;
  throw new Error([`${what}: ${status} ${reason ?? ''}`, ...(await findFailures(deployment))].join('\n  '));
}

/** Every resource that failed, with its reason. */
async function findFailures({ cloudformation }: Deployment): Promise<readonly string[]> {
  const { StackEvents = [] } = await cloudformation.send(
    new DescribeStackEventsCommand({ StackName: STACK }),
  );
  return StackEvents.filter(({ ResourceStatus = '' }) => ResourceStatus.endsWith('_FAILED')).map(
    ({ LogicalResourceId, ResourceType, ResourceStatusReason }) =>
      `${LogicalResourceId} (${ResourceType}): ${ResourceStatusReason}`,
  );
}

/** All that the template names, each of them complete. */
async function findResources(
  { Resources }: Template,
  { cloudformation }: Deployment,
): Promise<StandIn['resources']> {
  const { StackResources = [] } = await cloudformation.send(
    new DescribeStackResourcesCommand({ StackName: STACK }),
  );
  const complete = StackResources.filter(({ ResourceStatus = '' }) => ResourceStatus.endsWith('_COMPLETE'));
  const found = new Map(
    complete.map(({ LogicalResourceId: id = '', ResourceType: type = '', PhysicalResourceId: ref = '' }) => [
      id,
      { type, ref },
    ]),
  );
  const missing = Object.keys(Resources).filter((id) => !found.has(id));
  if (missing.length > 0) throw new Error(`the stack lacks ${missing.join(', ')}`);
  return found;
}
