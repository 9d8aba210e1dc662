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

/** In CodeBuild's own words and codes. */
export interface BuildFailure {
  readonly state: string;
  readonly phase?: string | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** 'A command failed in phase BUILD: npm test. Reason: exit status 1'; undefined for what has no better words. */
export function sayBuildFailure({ state, phase, code, message }: BuildFailure): string | undefined {
  // Of a state and a code that tell different things, both must stay.
  const other = state === 'FAILED' || code?.includes(state) ? undefined : code;
  const what = other === undefined ? (CODES.get(code ?? state) ?? code) : CODES.get(state);
  if (what === undefined) return undefined;
  const cause = CODES.get(other ?? '')?.toLowerCase();
  const place = phase === undefined ? what : `${what} in phase ${phase}`;
  const said = message?.replace(
    code === 'BUILD_TIMED_OUT' ? /^Build has timed out\.\s*$/ : /^Error while executing command: /,
    '',
  );
  return [other && !cause ? `${place} (${other})` : place, cause, said].filter(Boolean).join(': ');
}
