import { invokeConfig, lambdaFunction } from './function.ts';
import { httpApi, httpIntegration, httpRoute, httpStage } from './http-api.ts';
import type { ResourceKind } from './kind.ts';
import { mapping } from './mapping.ts';
import { queue } from './queue.ts';
import { rule } from './rule.ts';
import { stateMachine } from './state-machine.ts';
import { bucket, secret, table } from './storage.ts';
import { subscription, topic } from './topic.ts';

/** Every resource type that does something here. */
export const RESOURCE_KINDS: readonly ResourceKind[] = [
  bucket,
  httpApi,
  httpIntegration,
  httpRoute,
  httpStage,
  invokeConfig,
  lambdaFunction,
  mapping,
  queue,
  rule,
  secret,
  stateMachine,
  subscription,
  table,
  topic,
];

/** Types that nothing here depends on, each with the property that names it. */
export const SILENT_TYPES: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': 'PolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Permission': 'Id',
  'AWS::Lambda::Version': 'Version',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::MetricFilter': 'FilterName',
  'AWS::Logs::QueryDefinition': 'Name',
  'AWS::ResourceGroups::Group': 'Name',
  'AWS::S3::BucketPolicy': 'Id',
  'AWS::SNS::TopicPolicy': 'Id',
  'AWS::SQS::QueuePolicy': 'Id',
};
