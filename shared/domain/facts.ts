import { cleanText } from './clean-text.ts';
import { cutToBytes } from './cut-to-bytes.ts';
import { hideSecrets } from './hide-secrets.ts';

/** What an event may tell beside its state. Every fact is optional and plain text. */
export const FACT_NAMES = [
  'provider', // 'Category/Provider', as in 'Build/CodeBuild'
  'startedAt', // epoch milliseconds
  'version', // of the pipeline's structure
  'trigger', // trigger-type
  'triggeredBy', // trigger-detail: an ARN, a connection, an execution id
  'stopReason',
  'commit', // commit id, object version or image digest
  'subject', // first line of the commit message
  'author',
  'branch',
  'tag',
  'repository', // full name, owner/name
  'scan', // what a scan of an image found, 'C critical, H high'
  'host', // of the repository: GitHub, Bitbucket, GitLabSelfManaged, …
  'url', // where the action's work can be seen
  'summary', // why an action failed, in its provider's words
  'errorCode',
  'externalId', // CodeBuild's project:uuid, CodeDeploy's d-…
  'authorEmail',
  'approval', // id of the approval's own record
  'region', // of the action, where it is not the pipeline's
  'why', // what the action's service says when asked
  'failedStage', // as a notification rule tells it of the whole execution
  'failedAt', // a phase, a lifecycle event, a resource
  'tests', // which failed, and how many of how many
  'excerpt', // the end of the log, JSON: a line each
  'since', // revision with which the stage that failed last succeeded
  'changes', // how many revisions came since
  'startedBy', // a person's name, or a role session's, as CloudTrail tells
  'stoppedBy',
  'retriedBy', // who asked for the last retry
  'rolledBackBy', // who asked for the rollback that this execution is
  'stages', // JSON: names in order, from GetPipeline; [] when it could not be had
] as const;

export type FactName = (typeof FACT_NAMES)[number];
export type Facts = Readonly<Partial<Record<FactName, string>>>;

/** JSON of ours, which a cut would break; whoever makes it cleans and limits it. */
const WHOLE: readonly FactName[] = ['stages', 'excerpt'];

const MAX_FACT_BYTES = 500;

/** More than is kept, so that a secret is seen whole before it is cut; no more, for a summary may have 250 KB. */
const MAX_SEARCHED = 4000;

/** Text from outside, made safe to store, without secrets, and cut to 500 bytes on whole characters. */
export function toFact(text: string): string {
  const clean = cleanText(text).trim();
  return cutToBytes(hideSecrets(clean.slice(0, MAX_SEARCHED)).toWellFormed().trim(), MAX_FACT_BYTES);
}

/** Only what is there: `facts({ commit: undefined, author: '' })` is `{}`. */
export function facts(values: Readonly<Partial<Record<FactName, string | undefined>>>): Facts {
  const kept: Partial<Record<FactName, string>> = {};
  for (const name of FACT_NAMES) {
    const value = values[name];
    if (value === undefined) continue;
    const fact = WHOLE.includes(name) ? value : toFact(value);
    // Half an address leads elsewhere.
    const isCut = name === 'url' && Buffer.byteLength(value) > MAX_FACT_BYTES;
    if (fact !== '' && !isCut) kept[name] = fact;
  }
  return kept;
}

/** Per field: non-empty wins, then the later time, then the larger string; so the order of the list has no say. */
export function mergeFacts(dated: readonly { readonly time: number; readonly facts: Facts }[]): Facts {
  const merged: Partial<Record<FactName, string>> = {};
  for (const name of FACT_NAMES) {
    let best: { readonly time: number; readonly value: string } | undefined;
    for (const { time, facts } of dated) {
      const value = facts[name];
      if (value === undefined) continue;
      if (best === undefined || time > best.time || (time === best.time && value > best.value))
        best = { time, value };
    }
    if (best !== undefined) merged[name] = best.value;
  }
  return merged;
}
