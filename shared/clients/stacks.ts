import type { AwsQuery, AwsQueryService } from './aws-query.ts';
import { findAnswer } from './find-answer.ts';
import { findText, listMembers, type XmlElement } from './xml.ts';

export const CLOUDFORMATION: AwsQueryService = {
  id: 'CLOUDFORMATION',
  host: 'cloudformation',
  version: '2010-05-15',
};

/** What happened to a stack or to one of its resources. */
export interface StackEvent {
  /** Epoch seconds. */
  readonly at: number;
  readonly stackId: string | undefined;
  readonly logicalId: string | undefined;
  readonly physicalId: string | undefined;
  readonly type: string | undefined;
  /** The service's word: CREATE_FAILED, UPDATE_ROLLBACK_IN_PROGRESS, … */
  readonly status: string | undefined;
  readonly reason: string | undefined;
  /** The same for all that one call led to; not every call has one. */
  readonly token: string | undefined;
}

/** A run over accounts and Regions. */
export interface StackSetOperation {
  readonly stackSet: string;
  readonly operation: string;
}

export interface StackSetResult {
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly reason: string | undefined;
}

/** CloudFormation. All throw RateLimitedError, UnavailableError, ConfigError and RejectedError; undefined: no such thing. */
export interface Stacks {
  /** Since epoch seconds, newest first, by name or id; a deleted stack is known by its id only. */
  findEvents(stack: string, since: number): Promise<readonly StackEvent[] | undefined>;
  /** The newest failed one since epoch seconds. */
  findFailedOperation(stackSet: string, since: number): Promise<string | undefined>;
  /** At most a hundred. */
  findFailedResults(operation: StackSetOperation): Promise<readonly StackSetResult[] | undefined>;
}

/** A hundred events each: no operation that anybody waits for has more. */
const MAX_PAGES = 10;
const NO_STACK_SET = ['StackSetNotFoundException', 'OperationNotFoundException', 'ValidationError'];

export function createStacks(service: AwsQuery): Stacks {
  return {
    findEvents: (stack, since) => findEvents(service, stack, since),
    async findFailedOperation(stackSet, since) {
      const listed = await findAnswer(service.call('ListStackSetOperations', { StackSetName: stackSet }), {
        what: `stack set ${stackSet}`,
        absent: NO_STACK_SET,
      });
      const failed = (listed && listMembers(listed, 'Summaries'))?.find(
        (one) => findText(one, 'Status') === 'FAILED' && timeOf(one, 'CreationTimestamp') >= since,
      );
      return failed && findText(failed, 'OperationId');
    },
    async findFailedResults({ stackSet, operation }) {
      const parameters = {
        StackSetName: stackSet,
        OperationId: operation,
        'Filters.member.1.Name': 'OPERATION_RESULT_STATUS',
        'Filters.member.1.Values': 'FAILED',
        MaxResults: '100',
      };
      const listed = await findAnswer(service.call('ListStackSetOperationResults', parameters), {
        what: `stack set ${stackSet}`,
        absent: NO_STACK_SET,
      });
      return listed && listMembers(listed, 'Summaries').map(toResult);
    },
  };
}

async function findEvents(
  service: AwsQuery,
  stack: string,
  since: number,
): Promise<readonly StackEvent[] | undefined> {
  const events: StackEvent[] = [];
  let next: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const asked = service.call('DescribeStackEvents', { StackName: stack, NextToken: next });
    const answer = await findAnswer(asked, { what: `stack ${stack}`, absent: ['ValidationError'] });
    if (answer === undefined) return undefined;
    const listed = listMembers(answer, 'StackEvents').map(toEvent);
    const recent = listed.filter(({ at }) => at >= since);
    events.push(...recent);
    next = findText(answer, 'NextToken');
    if (next === undefined || recent.length < listed.length) break;
  }
  return events;
}

/** Not its ResourceProperties, which may hold secrets. */
function toEvent(event: XmlElement): StackEvent {
  return {
    at: timeOf(event, 'Timestamp'),
    stackId: findText(event, 'StackId'),
    logicalId: findText(event, 'LogicalResourceId'),
    physicalId: findText(event, 'PhysicalResourceId'),
    type: findText(event, 'ResourceType'),
    status: findText(event, 'ResourceStatus'),
    reason: findText(event, 'ResourceStatusReason'),
    token: findText(event, 'ClientRequestToken'),
  };
}

function toResult(summary: XmlElement): StackSetResult {
  const gate = summary.children.find(({ name }) => name === 'AccountGateResult');
  return {
    account: findText(summary, 'Account'),
    region: findText(summary, 'Region'),
    reason: findText(summary, 'StatusReason') ?? (gate && findText(gate, 'StatusReason')),
  };
}

/** Epoch seconds; what is no time is at none, neither before nor after any other. */
function timeOf(element: XmlElement, name: string): number {
  return Date.parse(findText(element, name) ?? '') / 1000;
}
