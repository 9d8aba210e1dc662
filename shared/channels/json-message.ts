import type { Announcement } from '#shared/domain/announcement.ts';
import { type RecordView, recordKeyOf } from '#shared/domain/record.ts';
import type { Card } from '#shared/presentation/card.ts';
import { toSentence } from '#shared/presentation/plain-text.ts';

/** The form that programs receive; `version` changes only when a field changes its meaning or goes. */
export function toJsonMessage(record: RecordView, card: Card, announcement: Announcement | undefined) {
  return {
    version: 1,
    record: recordKeyOf(record),
    announcement:
      announcement === undefined
        ? undefined
        : { key: announcement.key, status: announcement.status, stage: announcement.stage },
    summary: toSentence(card),
    link: card.link?.url,
    ...(record.kind === 'notice' ? { notice: record } : { execution: toExecutionJson(record) }),
  };
}

type ExecutionRecord = Extract<RecordView, { readonly kind: 'execution' }>;

/** An execution for the outside: what is shown, in names that stay. Also the snapshot in the archive. */
export function toExecutionJson(execution: ExecutionRecord) {
  const { identity, state, attempt, startedAt, endedAt, stages, failures, facts, revisions } = execution;
  return {
    ...identity,
    state,
    attempt,
    startedAt: toIso(startedAt),
    endedAt: endedAt === undefined ? undefined : toIso(endedAt),
    stages: stages.map(({ name, state: stageState, actions }) => ({
      name,
      state: stageState,
      actions: actions.map((action) => ({
        name: action.name,
        state: action.state,
        provider: action.facts.provider,
      })),
    })),
    failures: failures.map(({ attempt: number, stage, time, actions }) => ({
      attempt: number,
      stage,
      time: toIso(time * 1000),
      actions: actions.map(({ name, facts: { provider, summary, errorCode } }) => ({
        name,
        provider,
        summary,
        errorCode,
      })),
    })),
    trigger: facts.trigger,
    stopReason: facts.stopReason,
    revisions: revisions.map(({ commit, subject, author, branch, tag, repository }) => ({
      commit,
      subject,
      author,
      branch,
      tag,
      repository,
    })),
  };
}

function toIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
