import { FAILURE_RESPONSE } from '#shared/channels/state-machine.ts';
import type { Settings } from '#shared/config/compiled.ts';
import { openDestinations } from '#shared/config/destinations.ts';
import { slackSecrets } from '#shared/config/slack-secrets.ts';
import { failureResponseArn } from './failure-response.ts';
import { type Permission, sub } from './template.ts';

// Secrets Manager ends every ARN in six characters of its own; the policy names all but those.
const SUFFIX = '-??????';

// A wildcard is no part of a secret's name; in a policy it would grant the secrets of others.
const SECRET_NAME = /^[\w/+=.@-]{1,512}$/;

/** What the destinations of signalbox.yml need, to the very topic and secret: nothing named, nothing granted. */
export function destinationPermissions(settings: Settings): readonly Permission[] {
  const needs = [...openDestinations(settings).values()].map((destination) => destination.needs);
  const topics = unique(needs.flatMap((need) => need.topics ?? []));
  const secrets = unique(needs.flatMap((need) => need.secrets ?? []));
  const buses = unique(needs.flatMap((need) => need.buses ?? []));
  const machines = unique(needs.flatMap((need) => need.stateMachines ?? []).map(toUnqualified)).map(
    (machine) => (machine === FAILURE_RESPONSE ? failureResponseArn() : machine),
  );
  return [
    ...(topics.length > 0 ? [{ actions: ['sns:Publish'], resources: topics }] : []),
    ...(buses.length > 0 ? [{ actions: ['events:PutEvents'], resources: buses }] : []),
    ...(machines.length > 0 ? [{ actions: ['states:StartExecution'], resources: machines }] : []),
    ...reading(secrets),
  ];
}

/** What it takes to verify a request of Slack and to answer a person there. */
export function slackPermissions(settings: Settings): readonly Permission[] {
  return reading(slackSecrets(settings));
}

/** What the jobs of pipelines may start, and look at until it ends. */
export function jobPermissions({ jobs }: Settings): readonly Permission[] {
  const machines = unique(Object.values(jobs?.stateMachines ?? {}).map(toUnqualified));
  if (machines.length === 0) return [];
  return [
    { actions: ['states:StartExecution'], resources: machines },
    { actions: ['states:DescribeExecution'], resources: machines.map(toExecutions) },
  ];
}

/**
 * Without version or alias: Step Functions asks policies about the state machine alone
 * (https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html).
 */
function toUnqualified(machine: string): string {
  return /^(?:[^:]*:){6}[^:]+/.exec(machine)?.[0] ?? machine;
}

/** Every execution of one state machine, whatever its version or alias. */
function toExecutions(machine: string): string {
  return `${machine.replace(':stateMachine:', ':execution:')}:*`;
}

function reading(secrets: readonly string[]): readonly Permission[] {
  if (secrets.length === 0) return [];
  return [{ actions: ['secretsmanager:GetSecretValue'], resources: secrets.map(secretArn) }];
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

function secretArn(name: string): Permission['resources'][number] {
  if (!SECRET_NAME.test(name))
    throw new Error(
      `"${name}" cannot be a secret of Secrets Manager: letters, digits and /_+=.@- make its name`,
    );
  return sub(
    `arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:${name}${SUFFIX}`,
  );
}
