import { namespaceOf } from './definition.ts';
import type { ActionRun, Execution } from './execution.ts';

/** As in #{SourceVariables.CommitId}. */
const REFERENCE = /#\{([^{}]*)\}/g;

/** A commit is pushed, and so starts the pipeline, a little after it was written. */
const AUTHORED_BEFORE_MILLISECONDS = 45_000;

export interface Resolution {
  readonly text: string;
  /** The references that stand for nothing, without their braces. */
  readonly unresolved: readonly string[];
}

/** Puts the values of variables into a text, as they are: nothing says that the service escapes them for JSON. */
export function resolveVariables(execution: Execution, text: string): Resolution {
  const known = variablesIn(execution);
  const names = [...text.matchAll(REFERENCE)].map(([, name = '']) => name);
  return {
    text: text.replaceAll(REFERENCE, (reference, name: string) => known.get(name) ?? reference),
    unresolved: names.filter((name) => !known.has(name)),
  };
}

/** What a run has made known to the actions after it. */
export function outputVariables(execution: Execution, run: ActionRun): Readonly<Record<string, string>> {
  if (run.invocation) return run.invocation.variables ?? {};
  const isConnection = run.definition.kind === 'Source/CodeStarSourceConnection';
  return isConnection && run.state === 'SUCCEEDED' ? commitVariables(execution, run) : {};
}

/** In whole seconds. */
export function authorDate({ startedAt }: Execution): string {
  return new Date(startedAt - AUTHORED_BEFORE_MILLISECONDS).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** By namespace and name. A rollback knows what the execution knew to which it goes back. */
function variablesIn(execution: Execution): ReadonlyMap<string, string> {
  const runs = execution.stages.flatMap((stage) => stage.actions);
  return new Map([
    ...(execution.rollbackTo ? variablesIn(execution.rollbackTo) : []),
    ['codepipeline.PipelineExecutionId', execution.id],
    ...execution.variables.map(({ name, value }) => [`variables.${name}`, value] as const),
    ...runs.flatMap((run) => namedVariables(execution, run)),
  ]);
}

function namedVariables(execution: Execution, run: ActionRun): readonly (readonly [string, string])[] {
  const namespace = namespaceOf(run.definition);
  if (namespace === undefined) return [];
  const variables = Object.entries(outputVariables(execution, run));
  return variables.map(([name, value]) => [`${namespace}.${name}`, value]);
}

function commitVariables(execution: Execution, { definition }: ActionRun): Record<string, string> {
  const { commit } = execution.plan;
  return {
    AuthorDate: authorDate(execution),
    AuthorDisplayName: commit.author.name,
    AuthorEmail: commit.author.email,
    BranchName: commit.branch,
    CommitId: commit.id,
    CommitMessage: commit.message,
    ConnectionArn: definition.configuration?.['ConnectionArn'] ?? '',
    FullRepositoryName: commit.repository,
    ProviderType: commit.host,
  };
}
