import type { Diagnostician } from '../diagnosis.ts';
import { cloudformation } from './cloudformation.ts';
import { codebuild } from './codebuild.ts';
import { codedeploy } from './codedeploy.ts';
import { commands } from './commands.ts';
import { connection } from './connection.ts';
import { ec2 } from './ec2.ts';
import { ecs } from './ecs.ts';
import { elasticBeanstalk } from './elastic-beanstalk.ts';
import { lambda } from './lambda.ts';
import { stackSets } from './stack-sets.ts';
import { stepFunctions } from './step-functions.ts';

export const diagnosticians: readonly Diagnostician[] = [
  cloudformation,
  codebuild,
  commands,
  codedeploy,
  connection,
  ec2,
  ecs,
  elasticBeanstalk,
  lambda,
  stackSets,
  stepFunctions,
];

export function findDiagnostician(provider: string): Diagnostician | undefined {
  const spelled = provider.toLowerCase();
  return diagnosticians.find(({ providers }) => providers.some((one) => one.toLowerCase() === spelled));
}
