import type { Provider } from './provider.ts';

const ROWS = [
  ['Deploy/CloudFormationStackSet', 'AWS CloudFormation StackSets'],
  ['Deploy/CloudFormationStackInstances', 'AWS CloudFormation stack instances'],
  ['Deploy/ElasticBeanstalk', 'AWS Elastic Beanstalk'],
  ['Deploy/AppConfig', 'AWS AppConfig'],
  ['Deploy/ServiceCatalog', 'AWS Service Catalog'],
  ['Deploy/EC2', 'Amazon EC2'],
  ['Deploy/EKS', 'Amazon EKS'],
  ['Deploy/Lambda', 'AWS Lambda'],
  ['Invoke/Lambda', 'AWS Lambda'],
  ['Invoke/CodePipeline', 'AWS CodePipeline'],
] as const;

const NAMED = [
  ['Build/CloudBees'],
  ['Build/Jenkins'],
  ['Test/Jenkins'],
  ['Build/TeamCity'],
  ['Test/BlazeMeter'],
  ['Test/GhostInspector', 'Ghost Inspector'],
  ['Test/StormRunner', 'Micro Focus StormRunner Load'],
  ['Test/Nouvola'],
  ['Test/Runscope'],
  ['Deploy/XebiaLabs', 'XebiaLabs Deploy'],
  ['Deploy/XLDeploy', 'XebiaLabs Deploy'],
  ['Test/DeviceFarm', 'AWS Device Farm'],
  ['Deploy/OpsWorks', 'AWS OpsWorks Stacks'],
  ['Deploy/AlexaSkillsKit', 'Alexa Skills Kit'],
] as const;

/** Actions of which no more is known than how they are called: their events hold their links. */
export const linkOnly: readonly Provider[] = ROWS.map(toProvider);

/**
 * Of those too, what is known by its name within another, for users choose it or nobody documents it. CloudBees comes
 * first, for it names Jenkins too.
 */
export const named: readonly Provider[] = NAMED.map(toProvider);

function toProvider([id, label = id.split('/')[1] ?? id]: readonly [string, string?]): Provider {
  return { id, label };
}
