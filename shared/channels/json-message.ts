import type { Announcement } from '#shared/domain/announcement.ts';
import type { Execution } from '#shared/domain/execution.ts';
import { compare } from '#shared/domain/history.ts';
import type { Notice } from '#shared/domain/notice.ts';
import { type RecordView, recordKeyOf } from '#shared/domain/record.ts';
import type { Card } from '#shared/presentation/card.ts';
import { toSentence } from '#shared/presentation/plain-text.ts';
import type { Rendering } from './channel.ts';

const MAX_ACTIONS = 5;

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
    ...contentOf(record),
  };
}

interface Content {
  readonly execution?: ExecutionJson;
  readonly notice?: Notice;
}

/** A digest is for people: programs get every announcement. */
function contentOf(record: RecordView): Content {
  if (record.kind === 'execution') return { execution: toExecutionJson(record) };
  return record.kind === 'notice' ? { notice: record } : {};
}

export type JsonMessage = ReturnType<typeof toJsonMessage> & { readonly truncated?: true };

/** The same, shorter and shorter, for media with a limit: without actions and older failures, then without stages. */
export function abridgements(message: JsonMessage): readonly JsonMessage[] {
  const { execution } = message;
  if (execution === undefined) return [];
  const stages = execution.stages.map(({ name, state }) => ({ name, state, actions: [] }));
  const failures = execution.failures.slice(-1);
  const newest = failures.map((failure) => ({ ...failure, actions: failure.actions.slice(0, MAX_ACTIONS) }));
  return [
    { ...message, execution: { ...execution, stages, failures: newest }, truncated: true },
    { ...message, execution: { ...execution, stages: [], failures: [] }, truncated: true },
  ];
}

/** The whole as text, or as much of it as fits. */
export function toJsonWithin({ record, card, announcement }: Rendering, maxBytes: number): string {
  const whole = toJsonMessage(record, card, announcement);
  const versions = [whole, ...abridgements(whole)].map((message) => JSON.stringify(message));
  return versions.find((text) => Buffer.byteLength(text) <= maxBytes) ?? versions.at(-1) ?? '{}';
}

type ExecutionJson = ReturnType<typeof toExecutionJson>;

/** An execution for the outside: what is shown, in names that stay. Also the snapshot in the archive. */
export function toExecutionJson(execution: Execution) {
  const { identity, state, attempt, startedAt, endedAt, stages, failures, facts, revisions } = execution;
  const past = compare(execution, state === 'FAILED' ? failures.at(-1) : undefined);
  return {
    ...identity,
    state,
    attempt,
    startedAt: toIso(startedAt),
    endedAt: toIso(endedAt),
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
      actions: actions.map(({ name, facts: { provider, summary, errorCode, why, failedAt, tests } }) => ({
        name,
        provider,
        summary,
        errorCode,
        why,
        failedAt,
        tests,
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
    history: execution.history && { ...past, since: toIso(past.since) },
  };
}

/** Undefined for what is not known. */
function toIso(milliseconds = 0): string | undefined {
  return milliseconds > 0 ? new Date(milliseconds).toISOString() : undefined;
}
