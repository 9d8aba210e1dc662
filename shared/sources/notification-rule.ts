import * as z from 'zod/mini';
import { facts } from '#shared/domain/facts.ts';
import type { PipelineEvent } from '#shared/domain/pipeline-event.ts';
import { isStateChange, parseStateChange } from './codepipeline.ts';
import { type Envelope, type Source, type SourceContext, Text } from './source.ts';

const Failed = z.object({ action: Text, additionalInformation: Text });
const SourceAction = z.object({
  sourceActionName: Text,
  sourceActionProvider: Text,
  sourceActionVariables: z.catch(
    z.object({
      BranchName: Text,
      CommitId: Text,
      CommitMessage: Text,
      FullRepositoryName: Text,
      RepositoryName: Text,
    }),
    {},
  ),
});
const Attributes = z.catch(
  z.object({
    failedStage: Text,
    failedActions: z.catch(z.array(z.catch(Failed, {})), []),
    sourceActions: z.catch(z.array(z.catch(SourceAction, { sourceActionVariables: {} })), []),
    additionalInformation: Text,
  }),
  { failedActions: [], sourceActions: [] },
);
type Attributes = z.infer<typeof Attributes>;

/** What a CodeStar notification rule publishes: CodePipeline's detail, with attributes that the plain event lacks. */
export const notificationRule: Source = {
  id: 'notification-rule',
  matches: (envelope) => envelope.detailType !== undefined && isStateChange(envelope),
  read: (envelope, context) => ({ event: parseNotification(envelope, context) }),
};

function parseNotification(envelope: Envelope, context: SourceContext): PipelineEvent {
  const event = parseStateChange(envelope, context);
  const attributes = Attributes.parse(envelope.additionalAttributes ?? {});
  const [source] = attributes.sourceActions;
  const variables = source?.sourceActionVariables;
  return {
    ...event,
    facts: {
      ...event.facts,
      ...facts({
        commit: variables?.CommitId,
        branch: variables?.BranchName,
        repository: variables?.FullRepositoryName ?? variables?.RepositoryName,
        // The variables of a connection do not tell its host.
        host: source?.sourceActionProvider === 'CodeCommit' ? 'CodeCommit' : undefined,
        ...(event.state === 'FAILED' && {
          failedStage: attributes.failedStage,
          summary: reasonOf(attributes),
        }),
      }),
    },
  };
}

function reasonOf({ additionalInformation, failedActions }: Attributes): string {
  if (additionalInformation) return additionalInformation;
  const lines = failedActions.map(({ action, additionalInformation: why }) =>
    [action, why].filter(Boolean).join(': '),
  );
  return lines.filter((line) => line !== '').join('\n');
}
