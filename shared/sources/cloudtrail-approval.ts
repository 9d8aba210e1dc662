import * as z from 'zod/mini';
import { PAST, type ToldAnswer } from '#shared/domain/approval.ts';
import { toFact } from '#shared/domain/facts.ts';
import { type Call, callerOf, pipelineOf, pipelinePage, placeOfCall } from './cloudtrail-call.ts';
import { Identifier } from './identity.ts';
import type { Envelope, Reading, SourceContext } from './source.ts';
import { because, toNotice } from './to-notice.ts';

const Answered = z.object({
  pipeline: Identifier,
  stage: Identifier,
  action: Identifier,
  token: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
});

export function isApproval({ eventName }: Call): boolean {
  return eventName === 'PutApprovalResult';
}

/** Who answered an approval. Where it is known, it tells of its answer; else this is news of its own. */
export function readApproval(envelope: Envelope, call: Call, context: SourceContext): Reading {
  const { stageName, actionName, result } = call.requestParameters;
  const pipeline = pipelineOf(call);
  const past = PAST[result.status?.toLowerCase() === 'rejected' ? 'reject' : 'approve'];
  const answer = answerIn(envelope, call, context);
  return {
    notice: toNotice(envelope, {
      service: 'cloudtrail',
      title: pipeline ?? 'A pipeline',
      headline: `${[stageName, actionName].filter(Boolean).join(' › ') || 'an approval'} was ${past} by ${callerOf(call)}${because(result.summary)}`,
      tone: 'neutral',
      pipeline,
      page: pipelinePage(envelope, pipeline),
    }),
    ...(answer !== undefined && { answer }),
  };
}

/** Undefined where the trail hides the token, or names the approval only in part. */
function answerIn(envelope: Envelope, call: Call, context: SourceContext): ToldAnswer | undefined {
  const { stageName: stage, actionName: action, token, result } = call.requestParameters;
  const named = Answered.safeParse({ pipeline: pipelineOf(call), stage, action, token });
  if (!named.success) return undefined;
  const by = call.userIdentity.arn ?? callerOf(call);
  const summary = toFact(result.summary ?? '') || undefined;
  return { ...placeOfCall(envelope, call, context), ...named.data, by: toFact(by), summary };
}
