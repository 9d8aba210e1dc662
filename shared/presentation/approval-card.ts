import {
  type Approval,
  type ApprovalDetails,
  approvalKeyOf,
  type Choice,
  type Decision,
  EXPIRY_TOLERANCE_SECONDS,
  failureOf,
  isWaiting,
  PAST,
  UNDECIDED,
} from '#shared/domain/approval.ts';
import type { Execution } from '#shared/domain/execution.ts';
import { whyUnasked } from '#shared/domain/failure-codes.ts';
import { wordsOfJson } from '#shared/domain/json-words.ts';
import { type Button, type Card, CHOOSE_ACTIONS, type Fact, type Item, type Tone } from './card.ts';
import { changeFacts, whereFacts } from './change-facts.ts';
import { foreignLink, linkOf } from './console-link.ts';
import { formatTime, shortRevision, toLine } from './format.ts';

const MAX_CHANGES = 10;

/** A question to people, and afterwards its answer. */
export function approvalCard(execution: Execution, approval: Approval): Card {
  const { headline, tone } = outcomeOf(approval);
  const link = linkOf(execution);
  const { details } = approval;
  const items = (details?.context.changes ?? []).slice(0, MAX_CHANGES).map(toItem);
  return {
    subject: execution.identity.pipeline,
    headline: `${toLine(approval.stage)}/${toLine(approval.action)} ${headline}`,
    tone,
    progress: [],
    items,
    facts: [
      ...(items.length === 0 ? changeFacts(execution) : []),
      ...questionFacts(approval),
      ...answerFacts(approval),
      ...whereFacts(execution),
    ],
    reasons: [],
    links: [...(link === undefined ? [] : [link]), ...reviewLinks(details)],
    buttons: buttonsOf(approval),
    link,
    gist: `${approvalKeyOf(approval)} ${headline}`,
    pace: undefined,
  };
}

/** How an approval stands, as the end of a sentence: 'was approved by Ada Okafor'. */
export function approvalHeadline(approval: Approval): string {
  return outcomeOf(approval).headline;
}

/**
 * Why an execution failed at it: 'rejected by Ada Okafor: not before the freeze ends'. Undefined where it is not people
 * who failed it: it did not fail, or nobody could be asked.
 */
export function approvalReason(approval: Approval): string | undefined {
  const { end, details } = approval;
  if (end?.state !== 'FAILED' || whyUnasked(end.errorCode)) return undefined;
  const words = outcomeOf(approval).headline.replace(/^(was|timed out:) /, '');
  const { decision, answer } = details ?? {};
  const said = decision?.choice === 'reject' ? decision.reason : (answer?.summary ?? end.summary);
  return said ? `${words}: ${toLine(said)}` : words;
}

interface Outcome {
  readonly headline: string;
  readonly tone: Tone;
}

function outcomeOf(approval: Approval): Outcome {
  const { end, details } = approval;
  if (details?.decision === undefined && details?.closed !== undefined)
    return { headline: `is void: ${details.closed}`, tone: 'stopped' };
  // What was decided here may be the very retry.
  if (end === undefined || (end.state === 'RETRIED' && details?.decision)) return standingOf(details);
  if (end.state === 'SUCCEEDED') return answered(approval, 'approve');
  if (end.state === 'FAILED') return failed(approval);
  return { headline: VOID[end.state] ?? `is void: ${end.state.toLowerCase()}`, tone: 'stopped' };
}

function standingOf(details: ApprovalDetails | undefined): Outcome {
  const { decision, context } = details ?? {};
  if (decision === undefined)
    return { headline: `waits for ${context?.choices ? 'a decision' : 'approval'}`, tone: 'running' };
  const what = `${pastOf(decision)} by ${people(decision.by)}`;
  if (decision.state === 'deciding') return { headline: `is being ${what}`, tone: 'running' };
  return { headline: `was ${what}`, tone: toneOf(decision.choice) };
}

const TIMED_OUT: Outcome = { headline: `timed out: ${UNDECIDED}`, tone: 'bad' };
/** Its event does not tell which, and nobody could be asked. */
const REJECTED_OR_TIMED_OUT: Outcome = { headline: 'was rejected in AWS, or timed out', tone: 'bad' };
const VOID: Readonly<Record<string, string>> = {
  RETRIED: 'is void: the stage was retried',
  STOPPED: 'is void: the execution was stopped',
  ABANDONED: 'is void: the execution was stopped',
  SUPERSEDED: 'is void: a newer execution took its place',
  CANCELED: 'is void: the pipeline was edited',
};

function failed(approval: Approval): Outcome {
  const broken = whyUnasked(approval.end?.errorCode);
  // Its topic is gone, say, or may not be written to.
  if (broken)
    return { headline: `failed: ${broken.replace(/^./, (first) => first.toLowerCase())}`, tone: 'bad' };
  const was = howFailed(approval);
  if (was === undefined) return REJECTED_OR_TIMED_OUT;
  return was === UNDECIDED ? TIMED_OUT : answered(approval, 'reject');
}

/** By whom, as far as anybody knows: of ours first, then as CodePipeline tells. */
function answered({ details }: Approval, choice: Choice): Outcome {
  const { decision, answer } = details ?? {};
  const tone = toneOf(choice);
  if (decision?.choice === choice) return { headline: `was ${PAST[choice]} by ${people(decision.by)}`, tone };
  const who = answer?.by === undefined ? '' : ` by ${toLine(answer.by.split('/').at(-1) ?? answer.by)}`;
  return { headline: `was ${PAST[choice]} in AWS${who}`, tone };
}

function howFailed({ end, details }: Approval): ReturnType<typeof failureOf> {
  if (end === undefined || details === undefined) return end && failureOf(end, end.time);
  if (details.decision !== undefined || details.answer?.by !== undefined) return 'rejected';
  return end.time < details.context.expiresAt - EXPIRY_TOLERANCE_SECONDS ? 'rejected' : UNDECIDED;
}

function pastOf({ choice, option }: Pick<Decision, 'choice' | 'option'>): string {
  return option === undefined ? PAST[choice] : `decided as “${toLine(option)}”`;
}

function toneOf(choice: Choice): Tone {
  return choice === 'approve' ? 'good' : 'bad';
}

function people(names: readonly string[]): string {
  return names.map(toLine).join(', ');
}

function toItem({ commit, subject }: ApprovalDetails['context']['changes'][number]): Item {
  return {
    subject: shortRevision(toLine(commit)),
    text: toLine(subject ?? ''),
    tone: 'neutral',
    link: undefined,
  };
}

function questionFacts(approval: Approval): readonly Fact[] {
  const { details } = approval;
  if (details === undefined) return [];
  const { expiresAt, customData, authors, isNewerWaiting } = details.context;
  const names = [...new Set(authors.flatMap(({ name }) => name ?? []))];
  return [
    ...(names.length === 0 ? [] : [{ label: 'Author', text: people(names) }]),
    ...(customData === undefined
      ? []
      : [{ label: 'Note', text: toLine(wordsOfJson(customData) ?? customData) }]),
    ...(isWaiting(approval)
      ? [
          { label: 'Until', text: formatTime(expiresAt), time: expiresAt },
          ...(isNewerWaiting ? [{ label: 'Meanwhile', text: 'a newer execution is waiting' }] : []),
          authorityFact(details),
        ]
      : []),
  ];
}

function authorityFact({ authority }: ApprovalDetails): Fact {
  if (authority === undefined)
    return {
      label: 'May decide',
      text: 'nobody here: signalbox.yml has no rule for it; decide in the console',
    };
  const who = [
    ...authority.users.map((id) => ({ kind: 'user' as const, id })),
    ...authority.groups.map((id) => ({ kind: 'group' as const, id })),
  ];
  const votes = authority.votes > 1 ? `${authority.votes} of them must approve` : '';
  return { label: 'May decide', text: votes, people: who };
}

function answerFacts({ end, details }: Approval): readonly Fact[] {
  const { votes = [], decision, answer, authority, problem, closed } = details ?? {};
  const isOver = end !== undefined || closed !== undefined;
  const needed = authority?.votes ?? 1;
  const approved = votes.filter(({ choice }) => choice === 'approve');
  const isCounting = !isOver && decision === undefined && approved.length > 0;
  const reason = decision === undefined ? end && (answer?.summary || saidAt(end)) : decision.reason;
  return [
    ...(isCounting
      ? [
          {
            label: 'Votes',
            text: `${approved.length} of ${needed}: ${people(approved.map(({ name }) => name))}`,
          },
        ]
      : []),
    ...(reason ? [{ label: 'Reason', text: toLine(reason) }] : []),
    ...(decision === undefined ? [] : [{ label: 'At', text: formatTime(decision.at), time: decision.at }]),
    ...(problem === undefined || isOver ? [] : [{ label: 'Problem', text: problem }]),
  ];
}

/** By who answered; a failure that nobody was asked about says it in AWS's words, in a reply of its own. */
function saidAt({ summary, errorCode }: NonNullable<Approval['end']>): string | undefined {
  return whyUnasked(errorCode) ? undefined : summary;
}

function reviewLinks(details: ApprovalDetails | undefined) {
  const link = foreignLink(details?.context.reviewLink, 'Review');
  return link === undefined ? [] : [link];
}

function buttonsOf(approval: Approval): readonly Button[] {
  const { id, end, details } = approval;
  if (id === undefined || end !== undefined || details?.authority === undefined) return [];
  if (details.decision !== undefined || details.closed !== undefined) return [];
  const { reason } = details.authority;
  const value = (choice: Choice) => {
    const isRequired = reason === 'required' || (reason === 'on-reject' && choice === 'reject');
    return `approval/${id} ${isRequired ? 'required' : 'optional'}`;
  };
  const { choices } = details.context;
  if (choices !== undefined)
    return CHOOSE_ACTIONS.flatMap((action, index) => {
      const label = choices[index];
      const style = index === 0 ? ('primary' as const) : undefined;
      return label === undefined ? [] : { action, label: toLine(label), style, value: value('approve') };
    });
  return [
    { action: 'approval.approve', label: 'Approve', style: 'primary', value: value('approve') },
    { action: 'approval.reject', label: 'Reject', style: 'danger', value: value('reject') },
  ];
}
