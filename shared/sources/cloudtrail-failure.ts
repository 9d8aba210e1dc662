import { type Call, callerOf, isDenied, pipelineOf, pipelinePage } from './cloudtrail-call.ts';
import type { Envelope, Reading } from './source.ts';
import { path, toNotice } from './to-notice.ts';

/** Errors of these kinds repeat what was sent, such as the structure of a pipeline. */
const QUOTING = /invalid|malformed|serialization|validation/i;

/** Nothing happened, and that is said. */
export function readFailedCall(envelope: Envelope, call: Call): Reading {
  const { eventName = 'a call', errorCode } = call;
  const who = callerOf(call);
  const what = isDenied(call)
    ? `${who} was denied ${eventName}`
    : `${eventName} by ${who} failed (${errorCode})`;
  const pipeline = pipelineOf(call) ?? pipelineIn(call);
  return {
    notice: toNotice(envelope, {
      service: 'cloudtrail',
      title: pipeline ?? 'CodePipeline',
      headline: `is as it was: ${what}`,
      tone: 'bad',
      pipeline,
      details: { Why: reasonIn(call) },
      page: pipelinePage(envelope, pipeline),
    }),
  };
}

/** CodePipeline acted for a pipeline by the pipeline's role, whose policy does not allow it. Which pipeline, no trail tells. */
export function readDeniedRole(envelope: Envelope, call: Call): Reading {
  const { eventSource = '', eventName = 'a call', eventID: id } = call;
  const role = call.userIdentity.sessionContext.sessionIssuer.userName;
  return {
    notice: toNotice(envelope, {
      service: 'cloudtrail',
      title: role === undefined ? 'A role of CodePipeline' : `The role ${role} of CodePipeline`,
      headline: `was denied ${eventSource.replace('.amazonaws.com', '')}:${eventName}`,
      tone: 'bad',
      details: { On: resourceIn(call), Why: reasonIn(call) },
      page: {
        label: 'Open event',
        path: path`cloudtrailv2/home?region=${envelope.region}#/events/${id}`,
      },
    }),
  };
}

// `User: … is not authorized to perform: … on resource: … because …`; of it, who assumed which role is left out.

function resourceIn({ errorMessage = '' }: Call): string | undefined {
  return / on resource: (\S+)/.exec(errorMessage)?.[1];
}

function reasonIn({ errorCode = '', errorMessage = '' }: Call): string | undefined {
  if (errorMessage.startsWith('User: ')) return / because (.+)/.exec(errorMessage)?.[1];
  return QUOTING.test(errorCode) ? undefined : errorMessage;
}

/** The request of a denied call is not written down. `arn:aws:codepipeline:REGION:ACCOUNT:PIPELINE/STAGE/ACTION` */
function pipelineIn(call: Call): string | undefined {
  return /^arn:[a-z-]+:codepipeline:[a-z0-9-]*:\d*:([\w.@-]+)/.exec(resourceIn(call) ?? '')?.[1];
}
