import * as z from 'zod/mini';
import { type Facts, facts } from '#shared/domain/facts.ts';
import type { PipelineEvent } from '#shared/domain/pipeline-event.ts';
import { toState } from '#shared/domain/state.ts';
import { InvalidInputError } from '#shared/errors.ts';
import { firstLine, toActionFacts } from './action-facts.ts';
import { Identifier, nameWithin, placeOf, toName } from './identity.ts';
import {
  detailTypeOf,
  type Envelope,
  millisecondsOf,
  type Source,
  type SourceContext,
  secondsOf,
  Text,
} from './source.ts';

const LEVELS = new Map([
  ['CodePipeline Pipeline Execution State Change', 'pipeline'],
  ['CodePipeline Stage Execution State Change', 'stage'],
  ['CodePipeline Action Execution State Change', 'action'],
] as const);

/** Nobody retries as often; a larger number would only make a list of announcements without end. */
const MAX_ATTEMPT = 1000;

const Part = z.catch(z.optional(z.looseObject({})), undefined);

const Detail = z.object({
  pipeline: Identifier,
  'execution-id': Identifier,
  state: nameWithin(50),
  stage: Text,
  action: Text,
  region: Text,
  'action-execution-id': Text,
  'start-time': Text,
  'pipeline-execution-attempt': Text,
  version: Text,
  'stop-execution-comments': Text,
  type: z.optional(z.unknown()),
  'execution-trigger': Part,
  'execution-result': z.optional(z.unknown()),
});
type Detail = z.infer<typeof Detail>;

// Both forms of a trigger share one field: the first two are of the plain form, the rest of the git form.
const Trigger = z.object({
  'trigger-type': Text,
  'trigger-detail': Text,
  'author-display-name': Text,
  'author-email': Text,
  'full-repository-name': Text,
  'provider-type': Text,
  'commit-message': Text,
  'commit-id': Text,
  'branch-name': Text,
  'tag-name': Text,
});

/** CodePipeline's pipeline, stage and action state changes: only pipeline, execution-id and state must be there. */
export const codepipeline: Source = {
  id: 'codepipeline',
  matches: (envelope) => envelope.detailType === undefined && isStateChange(envelope),
  read: (envelope, context) => ({ event: parseStateChange(envelope, context) }),
};

/** In EventBridge's spelling or in the notification rule's. */
export function isStateChange(envelope: Envelope): boolean {
  return levelOf(envelope) !== undefined;
}

/** @throws InvalidInputError */
export function parseStateChange(envelope: Envelope, context: SourceContext): PipelineEvent {
  const parsed = Detail.safeParse(envelope.detail);
  if (!parsed.success)
    throw new InvalidInputError(describe(envelope, parsed.error.issues[0]?.path.join('.')));
  const detail = { ...parsed.data, state: toState(parsed.data.state) };
  const level = levelOf(envelope);
  const execution = {
    ...placeOf(envelope, context),
    pipeline: detail.pipeline,
    executionId: detail['execution-id'],
  };
  const attempt = Math.trunc(Number(detail['pipeline-execution-attempt']));
  return {
    execution,
    ...(level !== 'pipeline' && { stage: toName(detail.stage) }),
    ...(level === 'action' && { action: toName(detail.action) }),
    state: detail.state,
    time: secondsOf(envelope.time) ?? startOf(detail) ?? context.receivedAt,
    // A rewritten notification was seen with attempt 0.
    ...(attempt >= 1 && attempt <= MAX_ATTEMPT ? { attempt } : actionIdentity(detail)),
    facts:
      level === 'action'
        ? actionFacts(detail, execution.region)
        : level === 'stage'
          ? stageFacts(detail)
          : pipelineFacts(detail),
  };
}

function levelOf(envelope: Envelope): 'pipeline' | 'stage' | 'action' | undefined {
  if (envelope.source !== 'aws.codepipeline') return undefined;
  for (const [detailType, level] of LEVELS) if (detailType === detailTypeOf(envelope)) return level;
  return undefined;
}

/** All events of a thing tell when it started; the first one happened then. */
function startOf(detail: Detail): number | undefined {
  return detail.state === 'STARTED' ? secondsOf(detail['start-time']) : undefined;
}

function actionIdentity(detail: Detail): { readonly actionExecutionId?: string } {
  const id = toName(detail['action-execution-id']);
  return id === '' ? {} : { actionExecutionId: id };
}

function pipelineFacts(detail: Detail): Facts {
  const trigger = Trigger.parse(detail['execution-trigger'] ?? {});
  return facts({
    startedAt: millisecondsOf(detail['start-time'])?.toString(),
    version: versionOf(detail.version),
    trigger: trigger['trigger-type'],
    triggeredBy: trigger['trigger-detail'],
    stopReason: detail['stop-execution-comments'],
    commit: trigger['commit-id'],
    subject: firstLine(trigger['commit-message']),
    author: trigger['author-display-name'],
    authorEmail: trigger['author-email'],
    branch: trigger['branch-name'],
    tag: trigger['tag-name'],
    repository: trigger['full-repository-name'],
    host: trigger['provider-type'],
  });
}

/** Told once, with the start, so that a record stays small. */
function stageFacts(detail: Detail): Facts {
  return detail.state === 'STARTED'
    ? facts({ startedAt: millisecondsOf(detail['start-time'])?.toString() })
    : {};
}

function actionFacts({ state, type, region, ...detail }: Detail, pipelineRegion: string): Facts {
  const result = detail['execution-result'];
  const startedAt = millisecondsOf(detail['start-time'])?.toString();
  return toActionFacts({ state, type, result, startedAt, region, pipelineRegion });
}

/** `12.0`, `12` and `"12"` are the same version. */
function versionOf(version: string | undefined): string | undefined {
  const number = Number(version);
  return Number.isSafeInteger(number) && number > 0 ? String(number) : undefined;
}

function describe(envelope: Envelope, path: string | undefined): string {
  return `${detailTypeOf(envelope)}: detail${path ? `.${path}` : ''} is missing or not text of the allowed length; an event needs pipeline, execution-id and state`;
}
