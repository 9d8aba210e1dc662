import type * as z from 'zod/mini';
import { placeOf } from './identity.ts';
import { personOf } from './person.ts';
import { type Envelope, type Place, part, type SourceContext, Text } from './source.ts';
import { path, type Told } from './to-notice.ts';

// Named fields only: a call carries the whole structure of a pipeline, keys' ids and addresses.
const Pipeline = part({ name: Text, version: Text });
export const Call = part({
  eventID: Text,
  eventSource: Text,
  eventName: Text,
  readOnly: Text,
  errorCode: Text,
  errorMessage: Text,
  awsRegion: Text,
  recipientAccountId: Text,
  userIdentity: part({
    arn: Text,
    userName: Text,
    invokedBy: Text,
    onBehalfOf: part({ userId: Text }),
    sessionContext: part({ sessionIssuer: part({ userName: Text }) }),
  }),
  requestParameters: part({
    name: Text,
    pipelineName: Text,
    pipelineExecutionId: Text,
    stageName: Text,
    actionName: Text,
    token: Text,
    result: part({ status: Text, summary: Text }),
    transitionType: Text,
    reason: Text,
    pipeline: Pipeline,
  }),
  responseElements: part({ pipelineExecutionId: Text, pipeline: Pipeline }),
});
export type Call = z.infer<typeof Call>;

/** `AccessDenied`, `AccessDeniedException`, `Client.UnauthorizedOperation`. */
export function isDenied({ errorCode = '' }: Call): boolean {
  return errorCode.startsWith('AccessDenied') || errorCode.endsWith('UnauthorizedOperation');
}

/** The person, or what a service made up for its session; 'somebody' where the trail does not tell. */
export function callerOf({ userIdentity: { arn, userName, onBehalfOf, invokedBy } }: Call): string {
  const session = personOf(arn);
  // EventBridge and others name their sessions by a hash.
  const isNameless = session === undefined || (invokedBy !== undefined && /^[0-9a-f-]{16,}$/.test(session));
  const name = isNameless ? (userName ?? onBehalfOf.userId) : session;
  return name ?? invokedBy ?? 'somebody';
}

/** As most calls spell it, as StartPipelineExecution does, and out of the structure that is sent or answered. */
export function pipelineOf({
  requestParameters: asked,
  responseElements: answered,
}: Call): string | undefined {
  return asked.pipelineName ?? asked.name ?? asked.pipeline.name ?? answered.pipeline.name;
}

/** Where it was called, by the envelope or else by the call itself. */
export function placeOfCall(envelope: Envelope, call: Call, context: SourceContext): Place {
  const { account = call.recipientAccountId, region = call.awsRegion, resources } = envelope;
  return placeOf({ account, region, resources }, context);
}

export function pipelinePage({ region }: Envelope, pipeline: string | undefined): NonNullable<Told['page']> {
  const page = path`codesuite/codepipeline/pipelines/${pipeline}/view?region=${region}`;
  return { label: 'Open pipeline', path: page };
}
