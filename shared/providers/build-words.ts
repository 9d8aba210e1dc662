import type { Facts } from '#shared/domain/facts.ts';

// CodeBuild's own, and what CodePipeline says of commands that it runs in CodeBuild.
const BUILD =
  /^Build terminated with state: (\w+)(?:\. Phase: (\w+)(?:, Code: (\w+))?(?:, Message: ([\s\S]+))?)?\.?$/;
const COMMANDS = /^(?:Action failed with status: (\w+)\. )?([A-Z]+(?:_[A-Z]+)+): ([\s\S]+)$/;

const CODES = new Map([
  ['COMMAND_EXECUTION_ERROR', 'A command failed'],
  ['BUILD_TIMED_OUT', 'The build timed out'],
  ['BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE', 'The image of the build could not be pulled'],
  ['YAML_FILE_ERROR', 'The buildspec cannot be used'],
  ['FAILED', 'The build failed'],
  ['TIMED_OUT', 'The build timed out'],
  ['STOPPED', 'The build was stopped'],
  ['FAULT', 'CodeBuild itself failed'],
]);

/** 'A command failed in phase BUILD: npm test. Reason: exit status 1'; undefined for what is worded otherwise. */
export function buildReason({ summary = '' }: Facts): string | undefined {
  const [, state, phase, code, message] = BUILD.exec(summary) ?? [];
  if (state !== undefined) return wordBuild({ state, phase, code, message });
  const [, status, reported, told] = COMMANDS.exec(summary) ?? [];
  return reported === undefined
    ? undefined
    : wordBuild({ state: status ?? 'FAILED', code: reported, message: told });
}

interface Build {
  readonly state: string;
  readonly phase?: string | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

function wordBuild({ state, phase, code, message }: Build): string | undefined {
  // Of a state and a code that tell different things, both must stay.
  if (code !== undefined && state !== 'FAILED' && !code.includes(state)) return undefined;
  const what = CODES.get(code ?? state) ?? code;
  if (what === undefined) return undefined;
  const place = phase === undefined ? what : `${what} in phase ${phase}`;
  const said = message?.replace(/^Error while executing command: /, '');
  return said === undefined ? place : `${place}: ${said}`;
}
