import type { Announcement } from '#shared/domain/announcement.ts';
import { isAbout } from '#shared/domain/approval.ts';
import type { Execution, Failure } from '#shared/domain/execution.ts';
import type { Facts } from '#shared/domain/facts.ts';
import { type Stage, WAITING } from '#shared/domain/stage.ts';
import { isTerminal } from '#shared/domain/state.ts';
import { approvalCard } from './approval-card.ts';
import type { Card, Fact, Step, Tone } from './card.ts';
import { authorFact, changeFacts, originFacts, sinceFacts, whereFacts } from './change-facts.ts';
import { linkOf } from './console-link.ts';
import { controlButtons } from './control-buttons.ts';
import { failureReasons } from './failure-reasons.ts';
import { formatTime, toLine } from './format.ts';
import { rollbackFacts, rollbackHeadline } from './rollback-facts.ts';
import { timeFacts } from './time-facts.ts';

/** The present of an execution or, given one of its announcements, that piece of news. */
export function executionCard(execution: Execution, announcement?: Announcement): Card {
  const approval = execution.approvals.find((one) => isAbout(announcement, one));
  if (approval !== undefined) return approvalCard(execution, approval);
  const failure = failureFor(execution, announcement);
  const link = linkOf(execution);
  const headline =
    announcement === undefined ? presentHeadline(execution) : newsHeadline(execution, announcement);
  return {
    subject: execution.identity.pipeline,
    headline: rollbackHeadline(headline, execution),
    tone: announcement === undefined ? toneOf(execution.state) : newsTone(announcement),
    progress: execution.stages.map(toStep),
    items: [],
    facts:
      announcement === undefined
        ? presentFacts(execution, failure)
        : newsFacts(execution, announcement, failure),
    reasons: failure === undefined ? [] : failureReasons(failure, execution),
    links: link === undefined ? [] : [link],
    buttons: controlButtons(execution, announcement),
    link,
    gist: announcement?.key ?? gistOf(execution),
    pace: isRunning(execution) ? gistOf(execution) : undefined,
  };
}

function failureFor(
  { failures, state, attempt }: Execution,
  announcement?: Announcement,
): Failure | undefined {
  if (announcement !== undefined && announcement.status !== 'failed') return undefined;
  if (announcement === undefined && state !== 'FAILED') return undefined;
  return failures.find((failure) => failure.attempt === (announcement?.attempt ?? attempt));
}

function presentHeadline(execution: Execution): string {
  const { state, attempt, failures, facts } = execution;
  const again = attempt > 1 ? `, attempt ${attempt}` : '';
  switch (state) {
    case 'STARTED':
    case 'RESUMED':
      return `is running${again}`;
    case 'SUCCEEDED':
      return attempt > 1 ? `recovered: succeeded in attempt ${attempt}` : 'succeeded';
    case 'FAILED':
      return `failed${inStage(failures.at(-1)?.stage)}${again}`;
    case 'STOPPING':
      return `is being stopped${because(facts.stopReason)}`;
    case 'STOPPED':
      return `was stopped${because(facts.stopReason)}`;
    case 'CANCELED':
      return 'was canceled: the pipeline was edited while it ran';
    case 'SUPERSEDED':
      return 'was superseded by a newer execution';
    default:
      return `is in state ${toLine(state)}`;
  }
}

function newsHeadline(execution: Execution, { status, attempt, stage }: Announcement): string {
  switch (status) {
    case 'started':
      return 'started';
    case 'retried':
      return `is being retried, attempt ${attempt}`;
    case 'failed':
      return `failed${inStage(stage)}${attempt > 1 ? `, attempt ${attempt}` : ''}`;
    case 'recovered':
      return `recovered: succeeded in attempt ${execution.attempt}`;
    case 'succeeded':
      return 'succeeded';
    default:
      return presentHeadline({ ...execution, state: status.toUpperCase() });
  }
}

function toneOf(state: string): Tone {
  if (state === 'SUCCEEDED') return 'good';
  if (state === 'FAILED') return 'bad';
  if (state === 'STARTED' || state === 'RESUMED') return 'running';
  return isTerminal(state) || state === 'STOPPING' ? 'stopped' : 'neutral';
}

function newsTone({ status }: Announcement): Tone {
  if (status === 'failed') return 'bad';
  if (status === 'recovered' || status === 'succeeded') return 'good';
  return status === 'started' || status === 'retried' ? 'running' : 'stopped';
}

function toStep({ name, state }: Stage): Step {
  if (state === WAITING) return { name, state: 'waiting' };
  if (state === 'SUCCEEDED') return { name, state: 'done' };
  if (state === 'FAILED') return { name, state: 'failed' };
  return { name, state: isTerminal(state) || state === 'STOPPING' ? 'stopped' : 'running' };
}

function presentFacts(execution: Execution, failure: Failure | undefined): readonly Fact[] {
  const { facts, revisions, startedAt, endedAt } = execution;
  const start = Math.trunc(startedAt / 1000);
  return [
    ...rollbackFacts(execution),
    ...changeFacts(execution),
    ...originFacts(revisions[0]),
    ...(endedAt === undefined ? startedFact(start) : timeFacts('Duration', execution, failure)),
    ...(facts.startedBy === undefined ? triggerFacts(facts) : []),
    ...peopleFacts(facts),
    ...abandonedFact(execution, execution.state),
    ...whereFacts(execution),
  ];
}

/** Only what stays true when the execution goes on: news that is out is edited for better knowledge of it, not for newer. */
function newsFacts(
  execution: Execution,
  { status }: Announcement,
  failure: Failure | undefined,
): readonly Fact[] {
  const isEnd = failure !== undefined || !['started', 'retried', 'failed'].includes(status);
  return [
    ...rollbackFacts(execution),
    ...changeFacts(execution),
    ...(status === 'failed' ? authorFact(execution) : []),
    ...sinceFacts(execution, failure),
    ...(isEnd ? timeFacts('After', execution, failure) : []),
    ...abandonedFact(execution, status.toUpperCase()),
    ...whereFacts(execution),
  ];
}

/** Nothing, while no event has told of it. */
function startedFact(time: number): readonly Fact[] {
  return time === 0 ? [] : [{ label: 'Started', text: formatTime(time), time }];
}

/** `arn:aws:sts::123456789012:assumed-role/Release/mary.major` was mary.major, `arn:aws:iam::123456789012:root` root. */
function triggerFacts({ trigger, triggeredBy }: Facts): readonly Fact[] {
  if (trigger !== 'StartPipelineExecution' || triggeredBy === undefined) return [];
  return [{ label: 'Started by', text: toLine(triggeredBy.split(/[:/]/).at(-1) ?? triggeredBy) }];
}

/** CodePipeline does not stop what an action began: a deployment, or the update of a stack. */
function abandonedFact({ stages }: Execution, state: string): readonly Fact[] {
  if (state !== 'STOPPING' && state !== 'STOPPED') return [];
  const actions = stages.flatMap((stage) => stage.actions).filter((action) => action.state === 'ABANDONED');
  const names = actions.map(({ name }) => toLine(name)).join(', ');
  return names === '' ? [] : [{ label: 'Abandoned', text: `${names} (may still run)` }];
}

/** Of whoever asked CodePipeline, as far as a trail tells. */
function peopleFacts({ startedBy, rolledBackBy, retriedBy, stoppedBy }: Facts): readonly Fact[] {
  return [
    ...person('Started by', startedBy),
    ...person('Rolled back by', rolledBackBy),
    ...person('Retried by', retriedBy),
    ...person('Stopped by', stoppedBy),
  ];
}

function person(label: string, name: string | undefined): readonly Fact[] {
  return name === undefined ? [] : [{ label, text: toLine(name) }];
}

/** The state and how many stages have begun: while it runs, a quiet execution costs one post and one edit per stage. */
function gistOf({ state, attempt, stages }: Execution): string {
  const begun = stages.filter((stage) => stage.state !== WAITING).length;
  return `${state} ${attempt} ${Math.max(1, begun)}`;
}

function isRunning({ state }: Execution): boolean {
  return state === 'STARTED' || state === 'RESUMED';
}

function inStage(stage: string | undefined): string {
  return stage === undefined ? '' : ` in ${toLine(stage)}`;
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${toLine(reason)}`;
}
