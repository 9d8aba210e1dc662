import * as z from 'zod/mini';
import { type Facts, facts } from '#shared/domain/facts.ts';
import { isFailed } from '#shared/domain/state.ts';
import { AppError } from '#shared/errors.ts';
import { firstWord } from './identity.ts';
import { parseJson } from './parse-json.ts';
import { Text } from './source.ts';
import { findHost, isCommitSummary, parseSourceSummary } from './source-summary.ts';

const CATEGORIES = ['Source', 'Build', 'Test', 'Approval', 'Deploy', 'Invoke', 'Compute'];
const APPROVAL = 'Approval/Manual';

const ActionType = z.catch(z.object({ category: Text, provider: Text }), {});

/** Text, or what is as good: JSON that did not come in a string. */
const Words = z.pipe(
  z.transform((value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value)),
  Text,
);
const Result = z.catch(
  z.pipe(
    z.transform(parseText),
    z.object({
      'external-execution-id': Text,
      'external-execution-url': Text,
      'external-execution-summary': z.optional(Words),
      'error-code': Text,
    }),
  ),
  {},
);
type Result = z.infer<typeof Result>;

interface ToldRun {
  readonly state: string;
  readonly type: unknown;
  readonly result: unknown;
  /** Epoch milliseconds. */
  readonly startedAt: string | undefined;
  readonly region: string | undefined;
  readonly pipelineRegion: string;
}

/** What an event tells of a run of an action: its revision, or why it failed and where to look. */
export function toActionFacts(run: ToldRun): Facts {
  const { state, type, pipelineRegion } = run;
  const provider = toProvider(type);
  const result = Result.parse(run.result);
  const summary = result['external-execution-summary'];
  const errorCode = isFailed(state) ? result['error-code'] : undefined;
  const startedAt = isFailed(state) ? run.startedAt : undefined;
  // Its id can be the token, which is nobody's to see.
  if (provider === APPROVAL) return facts({ provider, summary, errorCode, startedAt });
  const isSource = provider?.startsWith('Source/') === true;
  if (!isFailed(state)) return facts({ provider, ...(isSource && sourceFacts(result)) });
  const region = firstWord([run.region, pipelineRegion]);
  return facts({
    provider,
    url: result['external-execution-url'],
    // A commit is not why it could not be taken.
    ...(isSource && isCommitSummary(summary ?? '') ? sourceFacts(result) : { summary }),
    errorCode,
    externalId: result['external-execution-id'],
    region: region === pipelineRegion ? undefined : region,
  });
}

export function firstLine(text: string | undefined): string | undefined {
  return text?.trimStart().split('\n', 1)[0];
}

/** 'Category/Provider', the category as CodePipeline spells it. Either part is enough to be an approval. */
function toProvider(type: unknown): string | undefined {
  const { category: told = '', provider = '' } = ActionType.parse(type);
  if (told === '' && provider === '') return undefined;
  const category = CATEGORIES.find((known) => known.toLowerCase() === told.toLowerCase()) ?? told;
  return category === 'Approval' || provider.toLowerCase() === 'manual'
    ? APPROVAL
    : `${category}/${provider}`;
}

function sourceFacts(result: Result): Facts {
  const commit = result['external-execution-id'];
  const summary = result['external-execution-summary'] ?? '';
  return facts({
    // The version of an object in a bucket without versions.
    commit: commit === 'null' ? undefined : commit,
    subject: firstLine(parseSourceSummary(summary)),
    host: findHost(summary),
    url: result['external-execution-url'],
  });
}

/** A result may come as JSON in a string. */
function parseText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return parseJson(value);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
