import type { CallView } from '#local/slack/call.ts';
import type { ChannelView, MessageView } from '#local/slack/views.ts';

/** What has to be seen of an execution in the end. */
export interface Expectation {
  readonly record: string;
  readonly pipeline: string;
  readonly channel: string;
  /** Beginnings of the headlines, oldest first; the last one is the whole truth. */
  readonly phases: readonly string[];
  /** Keys of what is told in the thread, in order. */
  readonly news: readonly string[];
  /** A failure that was mended before it could be told needs not be told any more. */
  readonly isMended: boolean;
}

/** All that a person can look at. */
export interface Evidence {
  readonly channels: readonly ChannelView[];
  readonly calls: readonly CallView[];
}

/** What people would complain about; nothing, when each execution is there once, true, and never went back in time. */
export function judge(expectations: readonly Expectation[], evidence: Evidence): readonly string[] {
  const parents = Map.groupBy(evidence.channels.flatMap(toParents), ({ subject }) => subject);
  const histories = toHistories(evidence);
  const known = new Set(expectations.map(({ record }) => record));
  const others = [...parents].filter(([subject]) => !known.has(subject));
  return [
    ...others.flatMap(([subject, found]) => judgeOther(subject, found.length)),
    ...expectations.flatMap((expectation) => {
      const found = parents.get(expectation.record) ?? [];
      const [parent] = found;
      if (parent === undefined) return judgeFolded(expectation, evidence);
      if (found.length > 1) return `${expectation.record}: there ${found.length} times`;
      return [
        ...judgeParent(expectation, parent),
        ...judgeNews(expectation, parent.message),
        ...judgeHistory(expectation, histories.get(parent.place) ?? []),
      ];
    }),
  ];
}

interface Parent {
  readonly channel: string;
  /** Channel's id and message's ts: a ts is only unique in its channel. */
  readonly place: string;
  readonly subject: string;
  readonly message: MessageView;
}

function toParents({ id, name, messages }: ChannelView): readonly Parent[] {
  return messages
    .filter(({ threadTs }) => threadTs === undefined)
    .map((message) => ({
      channel: name,
      place: `${id} ${message.ts}`,
      subject: identityOf(message).subject,
      message,
    }));
}

/** Under pressure, progress is told in digests; each of them once too. */
function judgeOther(subject: string, times: number): readonly string[] {
  if (!subject.startsWith('digest/')) return [`${subject}: nobody expected it`];
  return times > 1 ? [`${subject}: there ${times} times`] : [];
}

/**
 * Progress without a message of its own: the last digest that speaks of it must tell the end. A failure is never
 * folded; one that was mended before it could be told is progress by then.
 */
function judgeFolded(
  { record, phases, news, isMended }: Expectation,
  { channels }: Evidence,
): readonly string[] {
  const id = record.split('/').at(-1) ?? '';
  const end = phases.at(-1) ?? '';
  const last = channels
    .flatMap(toParents)
    .filter(({ subject }) => subject.startsWith('digest/'))
    .flatMap(({ message }) => statementsOf(message))
    .findLast((statement) => statement.id === id);
  if (last === undefined || (news.length > 0 && !isMended)) return [`${record}: lost`];
  return last.says.startsWith(end) ? [] : [`${record}: a digest says "${last.says}", not "${end}"`];
}

/** What a message says of the executions that it links to. */
function statementsOf({ blocks }: MessageView): readonly { readonly id: string; readonly says: string }[] {
  const lines = JSON.stringify(blocks).matchAll(
    /executions\/([^/]+)\/timeline[^|]*\|[^>]*>\*? ?([^"\\]{0,80})/g,
  );
  return [...lines].map(([, id = '', says = '']) => ({ id, says }));
}

function judgeParent(
  { record, pipeline, channel: wanted, phases }: Expectation,
  { channel, message }: Parent,
): readonly string[] {
  const headline = headlineOf(message.text, pipeline);
  return [
    ...(channel === wanted ? [] : [`${record}: in #${channel}, not in #${wanted}`]),
    ...(headline === phases.at(-1) ? [] : [`${record}: shows "${headline}", not "${phases.at(-1)}"`]),
  ];
}

function judgeNews({ record, news, isMended }: Expectation, { replies }: MessageView): readonly string[] {
  const told = replies.map((reply) => identityOf(reply).key);
  const isAsExpected = told.join() === news.join() || (isMended && told.length === 0);
  return isAsExpected ? [] : [`${record}: told "${told}", not "${news}"`];
}

/** No headline of an earlier phase after one of a later, and no fewer stages done in the same phase. */
function judgeHistory({ record, pipeline, phases }: Expectation, shown: readonly Shown[]): readonly string[] {
  const findings: string[] = [];
  let before = { phase: -1, done: 0 };
  for (const { text, done } of shown) {
    const headline = headlineOf(text, pipeline);
    const phase = phases.findLastIndex((candidate) => headline.startsWith(candidate));
    if (phase < before.phase) findings.push(`${record}: went back to "${headline}"`);
    if (phase === before.phase && done < before.done) findings.push(`${record}: a stage was undone`);
    before = { phase, done };
  }
  return findings;
}

interface Shown {
  readonly text: string;
  /** Stages with a tick. */
  readonly done: number;
}

/** What each message showed one after the other, by its place: a call that worked without an answer showed something too. */
function toHistories({ channels, calls }: Evidence): ReadonlyMap<string, readonly Shown[]> {
  const places = new Map(channels.flatMap(toParents).map(({ subject, place }) => [subject, place] as const));
  const histories = new Map<string, Shown[]>();
  for (const { method, ok, error, body } of calls) {
    if (!ok && error !== 'lost_answer') continue;
    const given = toRecord(body);
    const isUpdate = method === 'chat.update';
    const place = isUpdate
      ? `${given['channel']} ${given['ts']}`
      : places.get(postedParent(method, given) ?? '');
    if (place === undefined) continue;
    const shown = { text: String(given['text']), done: countTicks(given['blocks']) };
    histories.set(place, [...(histories.get(place) ?? []), shown]);
  }
  return histories;
}

function postedParent(method: string, given: Readonly<Record<string, unknown>>): string | undefined {
  if (method !== 'chat.postMessage' || given['thread_ts'] !== undefined) return undefined;
  return identityOf({ metadata: given['metadata'] }).subject;
}

function countTicks(blocks: unknown): number {
  // The second block is the stages.
  const progress = Array.isArray(blocks) ? JSON.stringify(blocks[1] ?? '') : '';
  return progress.split(':white_check_mark:').length - 1;
}

function headlineOf(text: string, pipeline: string): string {
  return (text.split('\n')[0] ?? '').replace(`${pipeline} `, '');
}

function identityOf({ metadata }: { readonly metadata?: unknown }): {
  readonly subject: string;
  readonly key: string;
} {
  const payload = toRecord(toRecord(metadata)['event_payload']);
  return { subject: String(payload['subject']), key: String(payload['key']) };
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
