import type { JsonService } from '../aws/json-service.ts';
import type { QueryService } from '../aws/query-service.ts';
import type { FailedRuns } from '../codepipeline/failed-runs.ts';
import { createCloudFormation } from './cloudformation.ts';
import { createCodeBuild } from './codebuild.ts';
import { createCodeDeploy } from './codedeploy.ts';
import { createLogs } from './logs.ts';
import { EMPTY_SERVICES, emptyBeanstalk } from './nothing-there.ts';

/** Where services are put, by the names that signatures are for. */
interface Mounts {
  readonly json: (service: string, serve: JsonService) => void;
  readonly query: (service: string, serve: QueryService) => void;
}

/** Puts up the services that actions run in, which can be asked why an action failed. */
export function mountProviders(failedRuns: FailedRuns, { json, query }: Mounts): void {
  json('codebuild', createCodeBuild(failedRuns));
  json('logs', createLogs(failedRuns));
  json('codedeploy', createCodeDeploy(failedRuns));
  for (const [service, serve] of Object.entries(EMPTY_SERVICES)) json(service, serve);
  query('cloudformation', createCloudFormation(failedRuns));
  query('elasticbeanstalk', emptyBeanstalk);
}
