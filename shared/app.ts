import type { ChannelClients, Destination } from '#shared/channels/channel.ts';
import type { SlackPeople } from '#shared/channels/slack/people.ts';
import type { SigningKeys } from '#shared/channels/slack/signing-keys.ts';
import type { Alarms } from '#shared/clients/alarms.ts';
import type { Approvals } from '#shared/clients/approvals.ts';
import type { AwsServices } from '#shared/clients/aws-services.ts';
import type { Clock } from '#shared/clients/clock.ts';
import type { CodePipeline } from '#shared/clients/codepipeline.ts';
import type { Jobs } from '#shared/clients/jobs.ts';
import type { ObjectStore } from '#shared/clients/object-store.ts';
import type { PipelineControl } from '#shared/clients/pipeline-control.ts';
import type { Outbox } from '#shared/clients/queues.ts';
import type { StateMachines } from '#shared/clients/state-machines.ts';
import type { Tasks } from '#shared/clients/tasks.ts';
import type { Telemetry } from '#shared/clients/telemetry.ts';
import type { PipelineAnswers } from '#shared/enrichment/pipeline-answers.ts';
import type { ApprovalRule } from '#shared/routing/approval-rule.ts';
import type { ControlRule } from '#shared/routing/control-rule.ts';
import type { Rule } from '#shared/routing/rule.ts';
import type { Budgets } from '#shared/store/budgets.ts';
import type { OpenRecords } from '#shared/store/open-records.ts';
import type { Table } from '#shared/store/table.ts';

/** Everything with a side effect, gathered once per cold start and passed; each step asks for its slice. */
export interface App {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly table: Table;
  readonly open: OpenRecords;
  readonly rules: readonly Rule[];
  /** By name, the archive's snapshots included. */
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly budgets: Budgets;
  readonly deliveries: Outbox;
  readonly enrichments: Outbox;
  /** What people asked for, to be judged and done. */
  readonly commands: Outbox;
  /** Of an account; undefined where nobody lets us ask. */
  readonly codepipelineOf: (account: string) => CodePipeline | undefined;
  /** What can be asked about an account's things; undefined where nobody lets us. */
  readonly servicesOf: (account: string) => AwsServices | undefined;
  /** What CodePipeline told of late, which spares asking again in a burst. */
  readonly pipelineAnswers: PipelineAnswers;
  readonly approvals: Approvals;
  readonly tasks: Tasks;
  /** Who may decide what, in order. */
  readonly approvalRules: readonly ApprovalRule[];
  readonly pipelineControl: PipelineControl;
  /** Who may control which pipelines, in order. */
  readonly controlRules: readonly ControlRule[];
  readonly jobs: Jobs;
  readonly alarms: Alarms;
  readonly stateMachines: StateMachines;
  /** ARNs of those that signalbox.yml lets pipelines start, by name. */
  readonly machines: ReadonlyMap<string, string>;
  readonly objects: ObjectStore;
  readonly channelClients: ChannelClients;
  /** The people of the workspace whose secret has this name. */
  readonly peopleOf: (secret: string) => Promise<SlackPeople>;
  readonly signingKeys: SigningKeys;
  /** Whose events are believed: this account and the members. */
  readonly accounts: ReadonlySet<string>;
  /** The account that this runs in: only its pipelines can be asked. */
  readonly account: string;
  /** Where a pipeline is that is named without a Region. */
  readonly region: string;
  /** Names whoever holds a claim. */
  readonly owner: string;
}
