import type { Settings } from '#shared/config/compiled.ts';
import { errorsAlarm, toldAlarms } from './alarms.ts';
import { buildBundles, bundleFolder } from './bundles.ts';
import { dashboards } from './dashboard.ts';
import { destinationPermissions, jobPermissions, slackPermissions } from './destination-permissions.ts';
import { diagnosisPermissions } from './diagnosis-permissions.ts';
import { failureResponse, failureResponseArn, wantsFailureResponse } from './failure-response.ts';
import { leanDependencies } from './lean-dependencies.ts';
import { memberBus, memberOutputs, memberPermissions, readingRoleArn } from './members.ts';
import type { Osls, OslsFunction } from './osls.ts';
import { type Parameters, readParameters } from './parameters.ts';
import { queries } from './queries.ts';
import { queuePolicies } from './queue-policies.ts';
import { role } from './roles.ts';
import { DEAD_LETTERS, queuesOfRules, ruleArns, rules, wantedPatterns } from './rules.ts';
import { type Schedule, scheduleArns, schedules } from './schedules.ts';
import { loadSettings, SettingsError } from './settings.ts';
import { queuesOfSubscriptions, subscriptions } from './subscriptions.ts';
import { type Permission, type Resource, type Resources, sub } from './template.ts';

const FUNCTION_PROPERTIES = {
  properties: {
    /** Beside its logs, its traces and its own queue, what the function may do. */
    iam: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          actions: { type: 'array', items: { type: 'string' }, minItems: 1 },
          resources: { type: 'array', minItems: 1 },
        },
        required: ['actions', 'resources'],
        additionalProperties: false,
      },
    },
    /** Also what the destinations of signalbox.yml need. */
    reachesDestinations: { type: 'boolean' },
    /** Also the secrets of Slack apps, and no others. */
    reachesSlack: { type: 'boolean' },
    /** Also the state machines that signalbox.yml lets pipelines start. */
    startsStateMachines: { type: 'boolean' },
    /** Also what it takes to ask services why something failed. */
    asksWhy: { type: 'boolean' },
    /** How often it is called, as EventBridge writes it. */
    schedule: { type: 'string' },
  },
};

/** Makes serverless.yml whole: bundles, one role per function, rules, queue policies and subscriptions. */
// biome-ignore lint/style/noDefaultExport: osls loads a plugin from its default export
export default class SignalboxPlugin {
  readonly hooks: Readonly<Record<string, () => void | Promise<void>>>;

  constructor(serverless: Osls) {
    serverless.configSchemaHandler.defineFunctionProperties('aws', FUNCTION_PROPERTIES);
    this.hooks = {
      initialize: () => prepare(serverless),
      'before:package:initialize': () => addVariables(serverless),
      'before:package:createDeploymentArtifacts': () => bundle(serverless),
      'after:aws:package:finalize:mergeCustomProviderResources': () => complete(serverless),
    };
  }
}

function prepare(serverless: Osls): void {
  const { functions, provider } = serverless.service;
  for (const [name, fn] of Object.entries(functions)) {
    fn.handler = `${bundleFolder(name)}/index.handler`;
    // By its logical id alone, the framework would add a DependsOn that says the same again.
    fn.role = sub(`\${${roleId(serverless, name)}.Arn}`);
    fn.package = { patterns: ['!**', `${bundleFolder(name)}/index.mjs`] };
  }
  const { tags } = getParameters(serverless);
  Object.assign(provider.tags, tags);
  Object.assign(provider.stackTags, tags);
}

/** What is there in some deployments only, for those who need it. */
async function addVariables(serverless: Osls): Promise<void> {
  const { memberAccounts } = getParameters(serverless);
  const responds = wantsFailureResponse(await getSettings(serverless));
  for (const fn of Object.values(serverless.service.functions))
    fn.environment = {
      ...fn.environment,
      ...(fn.reachesDestinations && responds && { FAILURE_RESPONSE_ARN: failureResponseArn() }),
      ...(fn.asksWhy &&
        memberAccounts.length > 0 && { READING_ROLE: readingRoleArn('ACCOUNT', prefixOf(serverless)) }),
    };
}

async function bundle(serverless: Osls): Promise<void> {
  await buildBundles(serverless.serviceDir, await getSettings(serverless));
}

async function complete(serverless: Osls): Promise<void> {
  const { Resources: resources, Outputs: outputs } =
    serverless.service.provider.compiledCloudFormationTemplate;
  const { memberAccounts } = getParameters(serverless);
  const settings = await getSettings(serverless);
  Object.assign(resources, roles(serverless, settings));
  if (wantsFailureResponse(settings)) Object.assign(resources, await responding(serverless));
  Object.assign(resources, leanDependencies(resources));
  connect(serverless, resources, settings);
  watch(serverless, resources);
  Object.assign(outputs, memberOutputs(memberAccounts));
}

/** What brings events to the queues, and the queues' leave to take them. */
function connect(serverless: Osls, resources: Record<string, Resource>, { routes }: Settings): void {
  const patterns = wantedPatterns(serverless.service.custom.signalbox.patterns, routes);
  const { memberAccounts, notificationTopicArns } = getParameters(serverless);
  const prefix = prefixOf(serverless);
  const ruleSettings = { patterns, prefix, members: memberAccounts };
  const timed = schedulesOf(serverless);
  Object.assign(
    resources,
    memberBus(memberAccounts, prefix),
    rules(ruleSettings),
    schedules(timed, prefix),
    subscriptions(notificationTopicArns, serverless.getProvider('aws').getRegion()),
    queuePolicies(resources, [
      { service: 'events.amazonaws.com', queues: queuesOfRules(), sourceArns: ruleArns(ruleSettings) },
      { service: 'events.amazonaws.com', queues: [DEAD_LETTERS], sourceArns: scheduleArns(timed, prefix) },
      { service: 'sns.amazonaws.com', queues: queuesOfSubscriptions(), sourceArns: notificationTopicArns },
    ]),
  );
}

/** What tells people how it goes; drawn from what is there by then. */
function watch(serverless: Osls, resources: Record<string, Resource>): void {
  const { alarmTopicArn, dashboard: isWanted } = getParameters(serverless);
  const prefix = prefixOf(serverless);
  const functions = Object.keys(serverless.service.functions).map((name) => logicalName(serverless, name));
  Object.assign(resources, errorsAlarm(functions, prefix), queries(functions, prefix));
  Object.assign(resources, toldAlarms(resources, alarmTopicArn));
  if (isWanted) Object.assign(resources, dashboards({ prefix, functions, resources }));
}

async function responding(serverless: Osls): Promise<Resources> {
  const { permissionsBoundaryArn } = getParameters(serverless);
  const logRetentionDays = serverless.service.provider.logRetentionInDays;
  return failureResponse({ prefix: prefixOf(serverless), logRetentionDays, permissionsBoundaryArn });
}

function schedulesOf(serverless: Osls): readonly Schedule[] {
  return Object.entries(serverless.service.functions).flatMap(([name, { schedule: expression }]) =>
    expression === undefined ? [] : [{ name, logicalName: logicalName(serverless, name), expression }],
  );
}

function roles(serverless: Osls, settings: Settings): Resources {
  const { permissionsBoundaryArn, memberAccounts } = getParameters(serverless);
  return Object.fromEntries(
    Object.entries(serverless.service.functions).map(([name, fn]) => [
      roleId(serverless, name),
      role({
        logGroup: `${logicalName(serverless, name)}LogGroup`,
        queues: (fn.events ?? []).flatMap(({ sqs }) => (sqs ? [sqs.arn] : [])),
        permissions: [
          ...permissionsOf(fn, settings),
          ...(fn.asksWhy ? memberPermissions(memberAccounts, prefixOf(serverless)) : []),
        ],
        permissionsBoundaryArn,
      }),
    ]),
  );
}

function permissionsOf(
  { iam, reachesDestinations, reachesSlack, startsStateMachines, asksWhy }: OslsFunction,
  settings: Settings,
): readonly Permission[] {
  return [
    ...(iam ?? []),
    ...(reachesDestinations ? destinationPermissions(settings) : []),
    ...(reachesSlack ? slackPermissions(settings) : []),
    ...(startsStateMachines ? jobPermissions(settings) : []),
    ...(asksWhy ? diagnosisPermissions(settings) : []),
  ];
}

function prefixOf(serverless: Osls): string {
  return `${serverless.service.service}-${serverless.getProvider('aws').getStage()}`;
}

function roleId(serverless: Osls, name: string): string {
  return `${logicalName(serverless, name)}Role`;
}

function logicalName(serverless: Osls, name: string): string {
  return serverless.getProvider('aws').naming.getNormalizedFunctionName(name);
}

function getParameters(serverless: Osls): Parameters {
  const { parameters, mistakes } = readParameters(serverless.service.custom.signalbox.parameters);
  if (parameters === undefined)
    throw new serverless.classes.Error(mistakes.join('\n'), 'SIGNALBOX_PARAMETERS');
  return parameters;
}

async function getSettings(serverless: Osls): Promise<Settings> {
  try {
    return await loadSettings(serverless.serviceDir);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new serverless.classes.Error(error.message, 'SIGNALBOX_SETTINGS');
  }
}
