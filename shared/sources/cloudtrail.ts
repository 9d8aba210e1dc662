import * as z from 'zod/mini';
import { type FactName, facts } from '#shared/domain/facts.ts';
import { CALL } from '#shared/domain/observation.ts';
import { isApproval, readApproval } from './cloudtrail-approval.ts';
import { Call, callerOf, isDenied, pipelineOf, placeOfCall } from './cloudtrail-call.ts';
import { isEdit, readEdit } from './cloudtrail-edit.ts';
import { readDeniedRole, readFailedCall } from './cloudtrail-failure.ts';
import { Identifier } from './identity.ts';
import {
  detailTypeOf,
  type Envelope,
  type Reading,
  type Source,
  type SourceContext,
  secondsOf,
} from './source.ts';

const CODEPIPELINE = 'codepipeline.amazonaws.com';

/** What its execution is told of who asked for it. */
const JOINED: ReadonlyMap<string, FactName> = new Map([
  ['StartPipelineExecution', 'startedBy'],
  ['StopPipelineExecution', 'stoppedBy'],
  ['RetryStageExecution', 'retriedBy'],
  ['RollbackStage', 'rolledBackBy'],
]);

const Identity = z.object({ pipeline: Identifier, executionId: Identifier });

/** Who did what to pipelines, and what their roles were not allowed to do, as far as a trail writes management events. */
export const cloudtrail: Source = {
  id: 'cloudtrail',
  matches: (envelope) =>
    detailTypeOf(envelope) === 'AWS API Call via CloudTrail' && envelope.source?.startsWith('aws.') === true,
  read(envelope, context) {
    const call = Call.parse(envelope.detail);
    if (call.readOnly === 'true') return { passedOver: 'a call only read' };
    if (call.userIdentity.invokedBy === CODEPIPELINE)
      return isDenied(call) ? readDeniedRole(envelope, call) : { passedOver: 'a pipeline does its work' };
    if (call.eventSource !== CODEPIPELINE) return { passedOver: 'a call is about no pipeline' };
    const fact = JOINED.get(call.eventName ?? '');
    if (fact === undefined && !isEdit(call) && !isDenied(call) && !isAnswer(call))
      return { passedOver: 'a call changed no pipeline' };
    if (call.errorCode !== undefined) return readFailedCall(envelope, call);
    if (isApproval(call)) return readApproval(envelope, call, context);
    return fact === undefined ? readEdit(envelope, call) : readJoined(fact, { envelope, call, context });
  },
};

/** One that came too late is told to who gave it. */
function isAnswer(call: Call): boolean {
  return isApproval(call) && call.errorCode === undefined;
}

interface Joining {
  readonly envelope: Envelope;
  readonly call: Call;
  readonly context: SourceContext;
}

/** An observation beside those of events: it tells who, and changes no state. */
function readJoined(fact: FactName, { envelope, call, context }: Joining): Reading {
  if (call.userIdentity.invokedBy !== undefined) return { passedOver: 'a service called, and no person' };
  const { requestParameters: asked, responseElements: answered } = call;
  const identity = Identity.safeParse({
    pipeline: pipelineOf(call),
    // A roll-back is an execution of its own, which only the answer names.
    executionId: answered.pipelineExecutionId ?? asked.pipelineExecutionId,
  });
  if (!identity.success) return { passedOver: 'a call names no execution' };
  return {
    event: {
      execution: { ...placeOfCall(envelope, call, context), ...identity.data },
      state: CALL,
      time: secondsOf(envelope.time) ?? context.receivedAt,
      facts: facts({ [fact]: callerOf(call) }),
    },
  };
}
