import type { Provider } from './provider.ts';

const ROWS = [
  ['Test/DeviceFarm', 'AWS Device Farm'],
  ['Deploy/CloudFormationStackSet', 'AWS CloudFormation StackSets'],
  ['Deploy/CloudFormationStackInstances', 'AWS CloudFormation stack instances'],
  ['Deploy/ElasticBeanstalk', 'AWS Elastic Beanstalk'],
  ['Deploy/AppConfig', 'AWS AppConfig'],
  ['Deploy/OpsWorks', 'AWS OpsWorks Stacks'],
  ['Deploy/ServiceCatalog', 'AWS Service Catalog'],
  ['Deploy/AlexaSkillsKit', 'Alexa Skills Kit'],
  ['Deploy/EC2', 'Amazon EC2'],
  ['Deploy/EKS', 'Amazon EKS'],
  ['Deploy/Lambda', 'AWS Lambda'],
  ['Invoke/Lambda', 'AWS Lambda'],
  ['Invoke/CodePipeline', 'AWS CodePipeline'],
  ['Build/Jenkins', 'Jenkins'],
  ['Test/Jenkins', 'Jenkins'],
  ['Build/TeamCity', 'TeamCity'],
  ['Build/CloudBees', 'CloudBees'],
  ['Test/BlazeMeter', 'BlazeMeter'],
  ['Test/GhostInspector', 'Ghost Inspector'],
  ['Test/StormRunner', 'Micro Focus StormRunner Load'],
  ['Test/Nouvola', 'Nouvola'],
  ['Test/Runscope', 'Runscope'],
  ['Deploy/XebiaLabs', 'XebiaLabs Deploy'],
  ['Deploy/XLDeploy', 'XebiaLabs Deploy'],
] as const;

/** Actions of which no more is known than how they are called: their events hold their links. */
export const linkOnly: readonly Provider[] = ROWS.map(([id, label]) => ({ id, label }));
