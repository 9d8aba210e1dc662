import type { QueryService, XmlMembers } from '../aws/query-service.ts';
import { ServiceFault } from '../aws/service-fault.ts';
import type { StackDiagnosis } from '../codepipeline/diagnosis.ts';
import type { FailedRun, FailedRuns } from '../codepipeline/failed-runs.ts';
import { unknownOperation } from './operations.ts';

const USUAL: Required<StackDiagnosis> = {
  resource: { logicalId: 'Service', type: 'AWS::ECS::Service' },
  reason:
    'Resource handler returned message: "Error occurred during operation" (HandlerErrorCode: GeneralServiceException)',
  canceled: [],
};

/** CloudFormation, as far as it is asked about updates of stacks that failed. There are no stack sets. */
export function createCloudFormation(failedRuns: FailedRuns): QueryService {
  return async (action, parameters) => {
    if (action === 'ListStackSetOperations' || action === 'ListStackSetOperationResults')
      throw new ServiceFault(
        'StackSetNotFoundException',
        `StackSet ${parameters.get('StackSetName')} not found`,
        404,
      );
    if (action !== 'DescribeStackEvents') throw unknownOperation(action);
    const stack = parameters.get('StackName') ?? '';
    const runs = failedRuns().filter((run) => run.kind === 'Deploy/CloudFormation' && isOf(run, stack));
    if (runs.length === 0) throw new ServiceFault('ValidationError', `Stack [${stack}] does not exist`);
    const events = runs.toSorted((one, other) => one.startedAt - other.startedAt).flatMap(toEvents);
    return { StackEvents: events.toReversed() };
  };
}

/** A stack is asked after by its name or its id. */
function isOf({ configuration, externalId }: FailedRun, stack: string): boolean {
  return externalId === stack || configuration['StackName'] === stack;
}

/** Oldest first: what failed first takes the rest with it. */
function toEvents(run: FailedRun): readonly XmlMembers[] {
  const { resource, reason, canceled } = { ...USUAL, ...run.diagnosis.stack };
  const all = [resource, ...canceled];
  const failed = all.map(({ logicalId }) => logicalId).join(', ');
  const stack = { logicalId: run.configuration['StackName'] ?? '', type: 'AWS::CloudFormation::Stack' };
  const told = [
    { ...stack, status: 'UPDATE_IN_PROGRESS', reason: 'User Initiated' },
    ...all.map((one) => ({ ...one, status: 'UPDATE_IN_PROGRESS', reason: undefined })),
    { ...resource, status: 'UPDATE_FAILED', reason },
    ...canceled.map((one) => ({ ...one, status: 'UPDATE_FAILED', reason: 'Resource update cancelled' })),
    {
      ...stack,
      status: 'UPDATE_ROLLBACK_IN_PROGRESS',
      reason: `The following resource(s) failed to update: [${failed}].`,
    },
    { ...stack, status: 'UPDATE_ROLLBACK_COMPLETE', reason: undefined },
  ];
  const step = (run.endedAt - run.startedAt) / told.length;
  return told.map(({ logicalId, type, status, reason: why }, index) => ({
    StackId: run.externalId,
    StackName: stack.logicalId,
    LogicalResourceId: logicalId,
    PhysicalResourceId: type === stack.type ? run.externalId : `${stack.logicalId}-${logicalId}`,
    ResourceType: type,
    ResourceStatus: status,
    ResourceStatusReason: why,
    Timestamp: new Date(run.startedAt + step * index).toISOString(),
  }));
}
